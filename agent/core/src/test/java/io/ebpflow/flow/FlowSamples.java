// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Named;
import io.ebpflow.attribution.RequestName;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.exchange.ExchangeParts;
import java.util.ArrayList;
import java.util.List;

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

    /** A name that was served and asked two endpoints, and the others. */
    public static List<RequestRow> requests() {
        RequestTimes times = new RequestTimes();
        Endpoint database = new Endpoint(false, true, 5_432);
        database.address.setIpv4(0x0a000307);
        database.named("db.internal");
        RequestName orders = new RequestName();
        Named.request(orders, RequestTable.HTTP, "GET", null, "/orders/{id}");
        ExchangeParts parts = new ExchangeParts();
        parts.number = 1;
        parts.totalUs = 412;
        parts.peerUs = 398;
        times.served(orders);
        times.served(orders);
        times.record(orders, database, parts, 1_412, true, 0);
        times.record(orders, null, parts, 7, false, 0);
        parts.inbound = true;
        times.record(orders, null, parts, 0, false, 0);
        List<RequestRow> rows = new ArrayList<>();
        times.rows(rows::add, 0);
        return rows;
    }

    /** Without a sample of latency. */
    public static EndpointRow idleEndpoint() {
        return new EndpointRow(new Endpoint(false, false, 53), 0);
    }
}
