// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

/**
 * Counters and latencies of an endpoint as they were when somebody asked.
 *
 * <p>Threading: immutable.
 */
public final class EndpointRow {
    /** As {@link Endpoint#name()}. */
    public final String name;

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

    /** Of connect; inbound: of the wait for accept(). */
    public final Latency latency;

    public EndpointRow(Endpoint endpoint) {
        name = endpoint.name();
        inbound = endpoint.isInbound();
        tcp = endpoint.isTcp();
        openCount = endpoint.openCount;
        connectCount = endpoint.connectCount;
        failureCount = endpoint.failureCount;
        resetCount = endpoint.resetCount;
        retransmitCount = endpoint.retransmitCount;
        bytesSent = endpoint.bytesSent;
        bytesReceived = endpoint.bytesReceived;
        latency = new Latency(endpoint);
    }

    /**
     * Percentiles in microseconds, {@link FlowEvent#UNKNOWN} without a sample.
     *
     * <p>Threading: immutable.
     */
    public static final class Latency {
        /** Samples. */
        public final long count;

        public final long p50Us;
        public final long p90Us;
        public final long p99Us;
        public final long p999Us;
        public final long maxUs;

        Latency(Endpoint endpoint) {
            count = endpoint.latencyCount();
            p50Us = percentileUs(endpoint, 50);
            p90Us = percentileUs(endpoint, 90);
            p99Us = percentileUs(endpoint, 99);
            p999Us = percentileUs(endpoint, 99.9);
            maxUs = percentileUs(endpoint, 100);
        }

        /** Half up. */
        private static long percentileUs(Endpoint endpoint, double percentile) {
            long valueNs = endpoint.latencyNs(percentile);
            return valueNs < 0 ? FlowEvent.UNKNOWN : (valueNs + 500) / 1_000;
        }
    }
}
