// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.Distribution;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.net.Address;
import org.HdrHistogram.Histogram;

/**
 * What is known of one remote endpoint, or, for connections we accepted, of one of our own ports.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class Endpoint {
    /** One percent: three digits would cost eight times the memory for a number nobody reads to the third digit. */
    private static final int SIGNIFICANT_DIGITS = 2;

    final boolean inbound;
    final boolean tcp;

    /** Remote address, or the unspecified one for an own port. */
    final Address address = new Address();

    final int port;
    public long openCount;
    public long connectCount;
    public long failureCount;
    public long resetCount;
    public long retransmitCount;
    public long bytesSent;
    public long bytesReceived;

    /** Nanoseconds from SYN to established; inbound: from established to accept(). Created with the first value. */
    private Histogram latencyNs;

    /** Created with the first value. */
    private Distribution exchange;

    /** Next endpoint of the same hash. */
    Endpoint next;

    Endpoint(boolean inbound, boolean tcp, int port) {
        this.inbound = inbound;
        this.tcp = tcp;
        this.port = port;
    }

    /** Counts a flow as open here. */
    public void open(Flow flow) {
        close(flow);
        openCount++;
        flow.openAt = this;
    }

    /** Does not count a flow as open any more, wherever it was. */
    static void close(Flow flow) {
        if (flow.openAt != null) {
            flow.openAt.openCount--;
            flow.openAt = null;
        }
    }

    public void recordLatency(long ns) {
        if (latencyNs == null) {
            latencyNs = new Histogram(SIGNIFICANT_DIGITS); // grows by itself, from 2 KiB
        }
        latencyNs.recordValue(Math.max(0, ns));
    }

    /** Counts an exchange in. */
    void recordExchange(ExchangeParts parts, long nowNs) {
        if (!parts.isTimed()) {
            return;
        }
        if (exchange == null) {
            exchange = new Distribution();
        }
        exchange.record(parts.totalUs, nowNs);
    }

    /** Exchanges of the last minute. */
    long exchangeCount(long nowNs) {
        return exchange == null ? 0 : exchange.minute(nowNs).getTotalCount();
    }

    /** 99th percentile of the last minute's exchanges; {@link FlowEvent#UNKNOWN} without one. */
    long exchangeP99Us(long nowNs) {
        return exchangeCount(nowNs) == 0
                ? FlowEvent.UNKNOWN
                : exchange.minute(nowNs).getValueAtPercentile(99);
    }

    void clearLatency() {
        exchange = null;
        latencyNs = null;
    }

    public boolean isInbound() {
        return inbound;
    }

    public boolean isTcp() {
        return tcp;
    }

    /** {@code 10.0.3.7:5432}, {@code [::1]:80}, or {@code :8080} for an own port. */
    public String name() {
        StringBuilder name = new StringBuilder(48);
        if (!inbound) {
            if (address.isIpv4()) {
                address.appendTo(name);
            } else {
                address.appendTo(name.append('[')).append(']');
            }
        }
        return name.append(':').append(port).toString();
    }

    /** How many latencies were recorded. */
    public long latencyCount() {
        return latencyNs == null ? 0 : latencyNs.getTotalCount();
    }

    /**
     * @param percentile 0 to 100
     * @return nanoseconds, {@link FlowEvent#UNKNOWN} without a sample
     */
    public long latencyNs(double percentile) {
        return latencyCount() == 0 ? FlowEvent.UNKNOWN : latencyNs.getValueAtPercentile(percentile);
    }
}
