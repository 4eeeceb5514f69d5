// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.bridge.CallPath;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.util.Map;

/** Events whose code path is known. */
final class SamplePaths {
    private SamplePaths() {}

    static void add(Map<String, FlowEvent> events) {
        FlowEvent slow = SampleExchanges.client(EventType.SLOW, 412, 398_000, 13_200);
        slow.verdict = Verdict.PEER;
        slow.openedBy = CallPath.of("HikariPool.createPoolEntry(HikariPool.java:488)");
        slow.usedBy = CallPath.of("OrderDao.load(OrderDao.java:42)", "CheckoutServlet.doGet(CheckoutServlet.java:31)");
        events.put("slow, with its code path", slow);
        FlowEvent connect = SampleEvents.flow(EventType.SLOW, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        connect.verdict = Verdict.CONNECT;
        connect.connectNs = 501_000_000;
        connect.openedBy = CallPath.of("Feed.open(Feed\u001b.kt)");
        events.put("slow connect, with its code path", connect);
        FlowEvent none = SampleEvents.flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        none.openedBy = CallPath.of();
        events.put("connected by the JDK alone", none);
    }
}
