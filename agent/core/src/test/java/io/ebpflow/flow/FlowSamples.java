// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.ExchangeParts;

/** Rows for tests of other packages. */
public final class FlowSamples {
    private FlowSamples() {}

    public static FlowRow tcp(long cookie, String thread) {
        Flow flow = new Flow();
        flow.cookie = cookie;
        flow.tcp = true;
        flow.directionKnown = true;
        flow.local.setIpv4(0x0a000005);
        flow.localPort = 43_210;
        flow.remote.setBytes(new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        flow.remotePort = 5_432;
        flow.openedBy.threadName = thread;
        flow.bytesSent = 7_919;
        flow.connectNs = 1_499;
        flow.startNs = 1_000;
        return new FlowRow(flow, 2_001_000);
    }

    public static EndpointRow endpoint(boolean inbound) {
        Endpoint endpoint = new Endpoint(inbound, true, 8_080);
        endpoint.address.setIpv4(0x0a000307);
        endpoint.connectCount = 23;
        for (int i = 1; i <= 1_000; i++) {
            endpoint.recordLatency(i * 1_000L, 0);
        }
        ExchangeParts parts = new ExchangeParts();
        parts.number = 1;
        parts.inbound = inbound;
        parts.totalUs = 412;
        parts.peerUs = 398;
        parts.pickupUs = 13;
        parts.queueWaitUs = 7;
        endpoint.exchanges().record(parts, 0);
        parts.totalUs = 41;
        endpoint.exchanges().record(parts, 70_000_000_000L);
        endpoint.slowCount = 3;
        return new EndpointRow(endpoint, 70_000_000_000L);
    }

    /** Without a sample of latency. */
    public static EndpointRow idleEndpoint() {
        return new EndpointRow(new Endpoint(false, false, 53), 0);
    }
}
