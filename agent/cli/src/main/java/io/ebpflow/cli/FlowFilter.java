// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.api.internal.RemotePeer;
import io.ebpflow.net.Address;
import io.ebpflow.view.filter.NamePattern;
import io.ebpflow.view.filter.RemoteFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which events one command line shows, by the keys of their JSON. What the agent lost always passes.
 *
 * <p>{@code -t -u -r -c} add up, and without any of them all kinds of events pass. Directions, names, peers and durations
 * narrow that down; of several patterns of one kind one has to fit.
 *
 * <p>Threading: confined to the main thread.
 */
final class FlowFilter {
    private static final String HEALTH = "health";

    /** In both: connect_failed, which the original counts among the closes. */
    private static final Set<String> OF_TCP =
            Set.of("connect", "connect_failed", "accept", "listen", "exchange", "slow", "flow");

    private static final Set<String> OF_CLOSES = Set.of("close", "reset", "connect_failed");
    private static final Set<String> OF_UDP = Set.of("udp", "udp_flow", "slow");

    /** What can be told to be slow. */
    private static final Set<String> OF_CALLS =
            Set.of("connect", "connect_failed", "exchange", "udp", "slow", "lookup");

    private final List<NamePattern> requests = new ArrayList<>();
    private final List<NamePattern> threads = new ArrayList<>();
    private final List<RemoteFilter> remotes = new ArrayList<>();
    private final Address address = new Address();
    private boolean isTcp;
    private boolean isUdp;
    private boolean isRetransmissions;
    private boolean isCloses;
    private boolean isIn = true;
    private boolean isOut = true;
    private boolean isReported;
    private long slowUs;

    void kinds(boolean tcp, boolean udp, boolean retransmissions, boolean closes) {
        isTcp = tcp;
        isUdp = udp;
        isRetransmissions = retransmissions;
        isCloses = closes;
    }

    /** Neither is both. */
    void directions(boolean in, boolean out) {
        isIn = in || !out;
        isOut = out || !in;
    }

    void request(String pattern) {
        requests.add(NamePattern.of(pattern));
    }

    void thread(String pattern) {
        threads.add(NamePattern.of(pattern));
    }

    void remote(RemotePeer peer) {
        remotes.add(new RemoteFilter(peer.toMap()));
    }

    /** @param minUs 0: whatever it took */
    void slowUs(long minUs) {
        slowUs = minUs;
    }

    long slowUs() {
        return slowUs;
    }

    /** The agent's own threshold is ours: its report of a slow call is enough, the exchange itself is not shown as well. */
    void slowIsReported() {
        isReported = true;
    }

    /** What to ask the agent for: names of events joined by {@code +}, or {@code all}. */
    String events() {
        if (!hasKinds() && slowUs == 0) {
            return "all";
        }
        Set<String> events = new LinkedHashSet<>();
        for (Set<String> kind : List.of(OF_TCP, OF_UDP, OF_CLOSES, OF_CALLS, Set.of("retransmit"))) {
            for (String event : kind) {
                if (passesKind(event, "tcp") || passesKind(event, "udp")) {
                    events.add(event);
                }
            }
        }
        return events.isEmpty() ? HEALTH : String.join("+", events);
    }

    private boolean hasKinds() {
        return isTcp || isUdp || isRetransmissions || isCloses;
    }

    boolean passes(Map<String, Object> event) {
        String type = text(event, "event");
        if (HEALTH.equals(type)) {
            return true;
        }
        return passesKind(type, text(event, "proto"))
                && passesDirection(event, type)
                && durationUs(event) >= slowUs
                && fits(requests, text(event, "context"))
                && fits(threads, text(event, "thread"))
                && passesRemote(event);
    }

    private boolean passesKind(String type, String protocol) {
        if (slowUs != 0 && !(isReported ? type.equals("slow") || type.equals("lookup") : OF_CALLS.contains(type))) {
            return false;
        }
        boolean isOfUdp = "udp".equals(protocol);
        return !hasKinds()
                || isTcp && !isOfUdp && OF_TCP.contains(type)
                || isUdp && isOfUdp && OF_UDP.contains(type)
                || isCloses && !isOfUdp && OF_CLOSES.contains(type)
                || isRetransmissions && type.equals("retransmit");
    }

    private boolean passesDirection(Map<String, Object> event, String type) {
        if (isIn && isOut) {
            return true;
        }
        String direction = text(event, "direction");
        boolean isInbound = "in".equals(direction) || type.equals("listen");
        boolean isOutbound = "out".equals(direction) || type.equals("lookup");
        return isIn && isInbound || isOut && isOutbound;
    }

    /** Of the call that an event tells of. */
    private static long durationUs(Map<String, Object> event) {
        long sumUs = 0;
        for (String key : List.of("total_us", "connect_us", "lookup_us")) {
            Object value = event.get(key);
            sumUs += value instanceof Long ? (Long) value : 0;
        }
        return sumUs;
    }

    private boolean passesRemote(Map<String, Object> event) {
        if (remotes.isEmpty()) {
            return true;
        }
        Object port = event.get("remote_port");
        int portNumber = port instanceof Long ? ((Long) port).intValue() : 0;
        String literal = text(event, "remote_addr");
        byte[] bytes = literal == null ? null : RemotePeer.address(literal);
        address.clear();
        if (bytes != null) {
            address.setBytes(bytes);
        }
        for (RemoteFilter remote : remotes) {
            if (remote.fits(address, portNumber, text(event, "remote_name"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(List<NamePattern> patterns, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.fits(name));
    }

    private static String text(Map<String, Object> event, String key) {
        Object value = event.get(key);
        return value instanceof String ? (String) value : null;
    }
}
