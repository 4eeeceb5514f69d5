// SPDX-License-Identifier: Apache-2.0
package com.example.shop.flows;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * The slow calls that the agent keeps, the newest and the worst, as one table: when, where, and what was slow.
 *
 * <p>Threading: immutable.
 */
public final class SlowCalls {
    static final String TYPE = "SlowCalls";

    /** One cause must not crowd out the others. */
    private static final int MAX_ROWS_OF_A_VERDICT = 4;

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** By number: the order in which they ended. */
    private final Map<Long, CompositeData> calls = new TreeMap<>();

    private SlowCalls() {}

    /** @return none if there is no agent, or none that knows slow calls */
    public static SlowCalls readFrom(MBeanServer server) throws JMException {
        SlowCalls slow = new SlowCalls();
        for (ObjectName bean : server.queryNames(new ObjectName("io.ebpflow:type=" + TYPE), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                List<CompositeData> rows = FlowsSummary.rowsOf(server.getAttribute(bean, attribute.getName()));
                if (rows != null) {
                    rows.forEach(row -> slow.calls.put((Long) row.get("Number"), row));
                }
            }
        }
        return slow;
    }

    /** Who was called and what was slow, each pair once: {@code 127.0.0.1:5432 network}. */
    public Set<String> remotesAndVerdicts() {
        return calls.values().stream()
                .map(call -> call.get("Remote") + " " + call.get("Verdict"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The nearest frame of the code path. */
    private static String nearest(CompositeData call) {
        Object path = call.containsKey("UsedBy") ? call.get("UsedBy") : null;
        return path == null ? "" : path.toString().split(" < ")[0];
    }

    void printTo(StringBuilder out) {
        TextTable table = new TextTable(List.of(
                "When", "Where", "Thread", "TotalMs", "Verdict", "PeerMs", "NetworkMs", "PickupMs", "GcMs", "UsedBy"));
        Map<Object, Integer> counts = new HashMap<>();
        for (CompositeData call : calls.values()) {
            if (counts.merge(call.get("Verdict"), 1, Integer::sum) <= MAX_ROWS_OF_A_VERDICT) {
                table.add(List.of(
                        UTC_TIME.format(((Date) call.get("Time")).toInstant()),
                        FlowsSummary.toText(call.get("Remote")),
                        FlowsSummary.toText(call.get("Thread")),
                        ms(call, "CallUs"),
                        FlowsSummary.toText(call.get("Verdict")),
                        ms(call, "PeerUs"),
                        ms(call, "NetworkUs"),
                        ms(call, "PickupUs"),
                        ms(call, "GcUs"),
                        nearest(call)));
            }
        }
        table.printTo(out);
        int hiddenCount = counts.values().stream()
                .mapToInt(count -> Math.max(0, count - MAX_ROWS_OF_A_VERDICT))
                .sum();
        if (hiddenCount > 0) {
            out.append("  and ").append(hiddenCount).append(" more of the same\n");
        }
    }

    private static String ms(CompositeData call, String column) {
        Object us = call.get(column);
        return us == null ? "" : String.format(Locale.ROOT, "%.1f", (Long) us / 1e3);
    }
}
