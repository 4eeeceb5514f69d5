// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Which container has an address, by the API of Docker or Podman: for where processes of other containers are out of sight. The
 * list may be a few seconds old and only says whom to ask about; that one must have the address now, and must have been started
 * before the connection was made, because an address goes to another container as soon as it is free.
 *
 * <p>Threading: confined to one thread.
 */
final class AddressHolders {
    private static final long LIST_NS = 10_000_000_000L;

    /** More than one container has this address: they are in networks that do not see each other. */
    private static final String SEVERAL = "";

    private final RuntimeApi runtime;
    private Map<String, String> ids = new HashMap<>();
    private String socket;
    private boolean isListed;
    private long listedNs;
    private long failedCount;

    AddressHolders(RuntimeApi runtime) {
        this.runtime = runtime;
    }

    /**
     * @param nowNs monotonic
     * @return {@link ContainerFacts#NONE}: not known
     */
    ContainerFacts holderOf(Peer peer, long nowNs) {
        if (peer.beganUs == Peer.UNKNOWN) {
            return ContainerFacts.NONE;
        }
        if (!isListed || nowNs - listedNs >= LIST_NS) {
            isListed = true;
            listedNs = nowNs;
            list();
        }
        String address = peer.remote.toString();
        String id = ids.get(address);
        return id == null || id.equals(SEVERAL) ? ContainerFacts.NONE : ask(id, address, peer.beganUs);
    }

    /** Answers that did not come in time, or were none. */
    long failedCount() {
        return failedCount;
    }

    private void list() {
        ids = new HashMap<>();
        socket = runtime.socket();
        if (socket == null) {
            return;
        }
        try {
            for (Object container : runtime.list(socket)) {
                Map<?, ?> fields = container instanceof Map ? (Map<?, ?>) container : Map.of();
                Object id = fields.get("Id");
                for (String address : RuntimeApi.addresses(fields)) {
                    ids.merge(address, String.valueOf(id), (one, other) -> one.equals(other) ? one : SEVERAL);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            failedCount++;
        }
    }

    private ContainerFacts ask(String id, String address, long beganUs) {
        try {
            Map<String, Object> container = runtime.inspect(socket, id);
            boolean isHolder = RuntimeApi.addresses(container).contains(address)
                    && startedUs(container) < beganUs
                    && id.equals(container.get("Id"));
            return isHolder
                    ? RuntimeApi.facts(new ContainerFacts(id, null, null, null, null), container)
                    : ContainerFacts.NONE;
        } catch (IOException | IllegalArgumentException e) {
            failedCount++;
            return ContainerFacts.NONE;
        }
    }

    private static long startedUs(Map<String, Object> container) {
        Object state = container.get("State");
        Object started = state instanceof Map ? ((Map<?, ?>) state).get("StartedAt") : null;
        try {
            Instant time = OffsetDateTime.parse(String.valueOf(started)).toInstant();
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        } catch (DateTimeException e) {
            return Long.MAX_VALUE; // not known to be older
        }
    }
}
