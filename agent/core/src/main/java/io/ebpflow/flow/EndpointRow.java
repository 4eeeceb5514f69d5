// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.Distribution;
import io.ebpflow.exchange.ExchangeDistributions;
import io.ebpflow.exchange.Percentiles;

/**
 * Counters and latencies of an endpoint as they were when somebody asked.
 *
 * <p>Threading: immutable.
 */
public final class EndpointRow {
    /** As {@link Endpoint#name()}. */
    public final String name;

    /** As {@link Endpoint#remoteName()}. */
    public final String remoteName;

    public final boolean inbound;
    public final boolean tcp;

    /** Flows open now. */
    public final long openCount;

    /** Connections established; inbound: accepted. */
    public final long connectCount;

    public final long failureCount;
    public final long resetCount;
    public final long retransmitCount;
    public final long bytesSent;
    public final long bytesReceived;

    /** Calls that were over their threshold; {@link FlowEvent#UNKNOWN} inbound, where there are none. */
    public final long slowCount;

    /** Requests that got no answer. */
    public final long unansweredCount;

    /** Exchanges that overlapped with others: none of them is in a distribution. */
    public final long multiplexedCount;

    /** Of connect; inbound: of the wait for accept(). */
    public final Timing latency;

    /** First send to last read; inbound: arrival to last send. */
    public final Timing exchange;

    /** Outbound: what the peer took of it. */
    public final Timing peer;

    /** Outbound: arrival of the response to its first read. */
    public final Timing pickup;

    /** Inbound: arrival of the request to its first read. */
    public final Timing queueWait;

    public EndpointRow(Endpoint endpoint, long nowNs) {
        name = endpoint.name();
        remoteName = endpoint.printableRemoteName();
        inbound = endpoint.isInbound();
        tcp = endpoint.isTcp();
        openCount = endpoint.openCount;
        connectCount = endpoint.connectCount;
        failureCount = endpoint.failureCount;
        resetCount = endpoint.resetCount;
        retransmitCount = endpoint.retransmitCount;
        bytesSent = endpoint.bytesSent;
        bytesReceived = endpoint.bytesReceived;
        slowCount = inbound ? FlowEvent.UNKNOWN : endpoint.slowCount;
        ExchangeDistributions exchanges = endpoint.exchanges();
        unansweredCount = exchanges.unansweredCount();
        multiplexedCount = exchanges.multiplexedCount();
        latency = new Timing(endpoint.latency(), nowNs);
        exchange = new Timing(exchanges.total(), nowNs);
        peer = new Timing(exchanges.peer(), nowNs);
        pickup = new Timing(exchanges.pickup(), nowNs);
        queueWait = new Timing(exchanges.queueWait(), nowNs);
    }

    /**
     * How long one thing took.
     *
     * <p>Threading: immutable.
     */
    public static final class Timing {
        /** Since the start or the last reset. */
        public final Percentiles total;

        /** Over the last 50 to 60 seconds. */
        public final Percentiles minute;

        Timing(Distribution distribution, long nowNs) {
            total = distribution == null ? Percentiles.NONE : distribution.total();
            minute = distribution == null ? Percentiles.NONE : distribution.minute(nowNs);
        }
    }
}
