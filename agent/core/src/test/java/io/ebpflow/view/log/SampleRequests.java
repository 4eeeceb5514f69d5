// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.attribution.Named;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.util.Map;

/** What threads did for a request, for {@link SampleEvents}. */
final class SampleRequests {
    private SampleRequests() {}

    static void add(Map<String, FlowEvent> events) {
        FlowEvent connect = connect();
        Named.request(connect.request, RequestTable.HTTP, "GET", "/shop", "/orders/{id}");
        events.put("for an HTTP request", connect);
        FlowEvent early = connect();
        Named.request(early.request, RequestTable.HTTP, "POST", null, null);
        events.put("for an HTTP request whose route is not known", early);
        FlowEvent blank = connect();
        Named.request(blank.request, RequestTable.HTTP, null, null, null);
        events.put("for an HTTP request of which nothing is known", blank);
        FlowEvent custom = connect();
        Named.request(custom.request, RequestTable.CUSTOM, null, null, "com.acme.Job.run");
        events.put("in a method that the user named", custom);
        FlowEvent nasty = connect();
        Named.request(nasty.request, RequestTable.HTTP, "GET", null, "/a\"b\\c\n\u001b[31m\ud800 \u00fc");
        events.put("for a request with a nasty name", nasty);
        FlowEvent slow = SampleExchanges.client(EventType.SLOW, 412, 398_000, 13_200);
        slow.verdict = Verdict.PEER;
        Named.request(slow.request, RequestTable.HTTP, "GET", "", "/checkout");
        events.put("slow, for an HTTP request", slow);
        FlowEvent traced = SampleExchanges.client(EventType.SLOW, 412, 398_000, 13_200);
        traced.verdict = Verdict.PEER;
        String trace = "0af7651916cd43dd8448eb211c80319c";
        Named.traced(traced.request, RequestTable.HTTP, "GET", "", "/checkout", trace);
        events.put("slow, for a request of a trace", traced);
        FlowEvent nastyTrace = connect();
        Named.traced(nastyTrace.request, RequestTable.HTTP, "GET", null, "/orders", "4711\n\u001b[31m");
        events.put("for a request whose trace has a nasty id", nastyTrace);
    }

    private static FlowEvent connect() {
        FlowEvent event = SampleEvents.flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        event.connectNs = 1_234_567;
        return event;
    }
}
