// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import java.util.Map;

/** Host names, for {@link SampleEvents}. */
final class SampleNames {
    private SampleNames() {}

    static void add(Map<String, FlowEvent> events) {
        FlowEvent found = lookup(EventType.LOOKUP, "db.internal", "10.0.3.7");
        events.put("lookup", found);
        FlowEvent failed = lookup(EventType.LOOKUP, "db.intrenal", "::");
        failed.lookupError = "EAI_NONAME";
        events.put("lookup that failed", failed);
        FlowEvent slow = lookup(EventType.SLOW, "db.intrenal", "::");
        slow.lookupNs = 10_012_000_000L;
        slow.lookupError = "EAI_AGAIN";
        slow.verdict = Verdict.LOOKUP;
        events.put("slow lookup that failed", slow);
        FlowEvent connect = SampleEvents.flow(EventType.CONNECT, "10.0.0.5", 43_210, "10.0.3.7", 5_432);
        connect.connectNs = 1_234_567;
        connect.lookupNs = 41_000_499;
        connect.remoteName = "db.internal";
        events.put("connect to a host that was looked up", connect);
        FlowEvent six = SampleEvents.flow(EventType.CONNECT, "2001:db8::5", 43_210, "2001:db8::1", 443);
        six.connectNs = 1_234_567;
        six.remoteName = "a\"b\\c\n\u001b[31m";
        events.put("connect to a host with a nasty name", six);
        FlowEvent call = SampleExchanges.client(EventType.SLOW, 412, 7_000, 15);
        call.connectNs = 1_234_567;
        call.lookupNs = 211_000_000;
        call.remoteName = "db.internal";
        call.verdict = Verdict.LOOKUP;
        events.put("slow call that had to look up and connect first", call);
    }

    private static FlowEvent lookup(EventType type, String name, String address) {
        FlowEvent event = SampleEvents.flow(type, "::", 0, address, 0);
        event.lookup = true;
        event.directionKnown = false;
        event.flowId = 0;
        event.remoteName = name;
        event.lookupNs = 41_000_499;
        return event;
    }
}
