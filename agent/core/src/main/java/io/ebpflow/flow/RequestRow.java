// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.ExchangeDistributions;
import io.ebpflow.flow.EndpointRow.Timing;
import java.util.ArrayList;
import java.util.List;

/**
 * What was known of the requests of one name when somebody asked.
 *
 * <p>Threading: immutable.
 */
public final class RequestRow {
    /** {@code GET /orders/{id}}; safe to be printed. */
    public final String name;

    /** {@code http job custom}; empty: several. */
    public final String kind;

    /** How many were served. */
    public final long count;

    public final long callCount;
    public final long slowCount;
    public final long unansweredCount;
    public final long multiplexedCount;

    /** Of calls that were answered and have times. */
    public final long waitUs;

    /** Outbound exchanges, their peers' part and their pick-up. */
    public final Timing exchange;

    public final Timing peer;
    public final Timing pickup;

    /** Inbound exchanges, and what of them was the wait for a thread. */
    public final Timing served;

    public final Timing queueWait;

    /** By endpoint. */
    public final List<WaitRow> waits;

    RequestRow(NamedRequest request, long nowNs) {
        name = request.name;
        kind = request.kind;
        count = request.count;
        List<WaitRow> rows = new ArrayList<>();
        request.forEachWait(wait -> rows.add(new WaitRow(request, wait, nowNs)));
        waits = List.copyOf(rows);
        callCount = rows.stream().mapToLong(row -> row.callCount).sum();
        slowCount = rows.stream().mapToLong(row -> row.slowCount).sum();
        unansweredCount = rows.stream().mapToLong(row -> row.unansweredCount).sum();
        multiplexedCount = rows.stream().mapToLong(row -> row.multiplexedCount).sum();
        waitUs = rows.stream().mapToLong(row -> row.waitUs).sum();
        ExchangeDistributions calls = request.calls;
        exchange = new Timing(calls.total(), nowNs);
        peer = new Timing(calls.peer(), nowNs);
        pickup = new Timing(calls.pickup(), nowNs);
        served = new Timing(request.served.total(), nowNs);
        queueWait = new Timing(request.served.queueWait(), nowNs);
    }

    /**
     * What they waited for at one endpoint.
     *
     * <p>Threading: immutable.
     */
    public static final class WaitRow {
        public final String name;
        public final String kind;

        /** As {@link EndpointRow#name}; {@code (others)}: several. */
        public final String endpoint;

        /** As {@link EndpointRow#remoteName}. */
        public final String remoteName;

        /** {@code tcp}, {@code udp}; empty: several. */
        public final String protocol;

        public final long callCount;
        public final long slowCount;
        public final long unansweredCount;
        public final long multiplexedCount;
        public final long waitUs;

        /** Lookup, connect and exchange of a call, as far as they belong to it. */
        public final Timing call;

        WaitRow(NamedRequest request, Wait wait, long nowNs) {
            name = request.name;
            kind = request.kind;
            Endpoint to = wait.endpoint;
            endpoint = to == null ? RequestTimes.OTHERS : to.name();
            remoteName = to == null ? null : to.printableRemoteName();
            protocol = to == null ? "" : to.isTcp() ? "tcp" : "udp";
            callCount = wait.callCount;
            slowCount = wait.slowCount;
            unansweredCount = wait.unansweredCount;
            multiplexedCount = wait.multiplexedCount;
            waitUs = wait.waitUs;
            call = new Timing(wait.calls(), nowNs);
        }
    }
}
