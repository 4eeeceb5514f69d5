// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.Distribution;
import io.ebpflow.exchange.ExchangeDistributions;
import io.ebpflow.health.Printable;
import io.ebpflow.net.Address;

/**
 * What is known of one remote endpoint, or, for connections we accepted, of one of our own ports.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class Endpoint {
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

    /** Calls that were over their threshold, connects included. */
    long slowCount;

    private final ExchangeDistributions exchanges = new ExchangeDistributions();

    /** SYN to established; inbound: established to accept(). Created with the first value. */
    private Distribution latency;

    private String remoteName;

    /** More than one name stands for this address. */
    private boolean hasNames;

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

    /** Counts a connection in. */
    public void recordLatency(long ns, long nowNs) {
        if (latency == null) {
            latency = new Distribution();
        }
        latency.recordNs(ns, nowNs);
    }

    /** Of connect; inbound: of the wait for accept(). Null without a value. */
    public Distribution latency() {
        return latency;
    }

    /** What was exchanged here. */
    public ExchangeDistributions exchanges() {
        return exchanges;
    }

    /** A connection was opened to this endpoint under this name; null: under none. */
    public void named(String name) {
        if (name == null || hasNames) {
            return;
        }
        if (remoteName == null) {
            remoteName = name;
        } else if (!remoteName.equalsIgnoreCase(name)) {
            hasNames = true;
            remoteName = null;
        }
    }

    /** Host name under which connections were opened here, if it was one and the same; else null. */
    String remoteName() {
        return remoteName;
    }

    /** {@link #remoteName}, safe to be printed. */
    String printableRemoteName() {
        return remoteName == null ? null : Printable.of(remoteName);
    }

    /** Gives back memory that was not in use for a minute. */
    void forgetIdle(long nowNs) {
        exchanges.forgetIdle(nowNs);
        if (latency != null) {
            latency.forgetIdle(nowNs);
        }
    }

    /** Lets everything begin again at zero, but what is open. */
    void clear() {
        connectCount = failureCount = resetCount = retransmitCount = slowCount = 0;
        bytesSent = bytesReceived = 0;
        latency = null;
        exchanges.reset();
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
}
