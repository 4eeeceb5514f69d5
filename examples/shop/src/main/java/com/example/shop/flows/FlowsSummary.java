// SPDX-License-Identifier: Apache-2.0
package com.example.shop.flows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * What the agent says about this JVM's flows, read from its MBeans the way any JMX tool would: by their open types,
 * without a class of the agent.
 *
 * <p>Threading: thread-safe.
 */
public final class FlowsSummary {
    private static final String MBEANS = "io.ebpflow:type=*";
    private static final String ENDPOINTS = "io.ebpflow:type=Endpoints";
    private static final String EXCHANGE_COUNT = "ExchangeCount";
    private static final String EXCHANGE_MINUTE_COUNT = "ExchangeMinuteCount";

    private static final String WAIT_US = "WaitUs";

    private static final String OTHERS = "";

    /** What a reader looks for stands last, where a terminal stops; the others by name. */
    private static final List<String> ORDER =
            List.of("Agent", "Threads", "Flows", OTHERS, "Requests", "Endpoints", SlowCalls.TYPE);

    /** What is shown of a table, in this order; a table that has none of these is shown whole. */
    private static final Map<String, List<String>> SHOWN_COLUMNS = Map.of(
            "Endpoints",
            List.of(
                    "Endpoint",
                    "Protocol",
                    "Direction",
                    "Connects",
                    "Failures",
                    "Resets",
                    "Retransmits",
                    "ConnectP50Us",
                    "ConnectP99Us",
                    EXCHANGE_COUNT,
                    "ExchangeP50Us",
                    "ExchangeP99Us",
                    "PeerP99Us",
                    "PickupP99Us",
                    "QueueWaitP99Us",
                    EXCHANGE_MINUTE_COUNT,
                    "ConnectMinuteP50Us",
                    "ConnectMinuteP99Us",
                    "ExchangeMinuteP50Us",
                    "ExchangeMinuteP99Us"),
            "Requests",
            List.of(
                    "Request",
                    "Endpoint",
                    "Count",
                    "CallCount",
                    WAIT_US,
                    "SlowCount",
                    "ServedP50Us",
                    "ServedP99Us",
                    "ExchangeP50Us",
                    "ExchangeP99Us",
                    "CallP50Us",
                    "CallP99Us",
                    "ServedMinuteCount",
                    "ServedMinuteP99Us",
                    "ExchangeMinuteCount",
                    "ExchangeMinuteP99Us"),
            "Flows",
            List.of("Protocol", "Direction", "Local", "Remote", "Thread", "BytesSent", "BytesReceived", "SrttUs"),
            "Threads",
            List.of("Thread", "Name", "Tid", "LastUse"));

    private static final int MAX_ROWS = 10;

    private final MBeanServer server;

    public FlowsSummary(MBeanServer server) {
        this.server = server;
    }

    /** @return the tables as text; empty when there is no agent in this JVM */
    public String toText() throws JMException {
        List<ObjectName> beans = server.queryNames(new ObjectName(MBEANS), null).stream()
                .sorted(Comparator.comparingInt(FlowsSummary::rank).thenComparing(FlowsSummary::typeOf))
                .collect(Collectors.toList());
        StringBuilder out = new StringBuilder();
        for (ObjectName bean : beans) {
            out.append(typeOf(bean)).append('\n');
            if (typeOf(bean).equals(SlowCalls.TYPE)) {
                SlowCalls.readFrom(server).printTo(out);
            }
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                print(typeOf(bean), attribute.getName(), server.getAttribute(bean, attribute.getName()), out);
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** Whether the agent has seen at least one peer of this JVM: it is there, and it can trace. */
    public boolean hasEndpoints() throws JMException {
        for (ObjectName bean : server.queryNames(new ObjectName(ENDPOINTS), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                List<CompositeData> rows = rowsOf(server.getAttribute(bean, attribute.getName()));
                if (rows != null && !rows.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String typeOf(ObjectName bean) {
        return bean.getKeyProperty("type");
    }

    private static int rank(ObjectName bean) {
        int position = ORDER.indexOf(typeOf(bean));
        return position < 0 ? ORDER.indexOf(OTHERS) : position;
    }

    private static void print(String type, String name, Object value, StringBuilder out) {
        List<CompositeData> rows = rowsOf(value);
        if (rows == null) {
            out.append("  ").append(name).append(": ").append(toText(value)).append('\n');
        } else if (!type.equals(SlowCalls.TYPE)) {
            out.append(name.equals(type) ? "" : "  " + name + ":\n");
            printTable(SHOWN_COLUMNS.getOrDefault(type, List.of()), rows, out);
        }
    }

    /** @return null for what is not a table */
    static List<CompositeData> rowsOf(Object value) {
        if (value instanceof TabularData) {
            Collection<?> rows = ((TabularData) value).values();
            return rows.stream().map(CompositeData.class::cast).collect(Collectors.toList());
        }
        return value instanceof CompositeData[] ? List.of((CompositeData[]) value) : null;
    }

    private static void printTable(List<String> shown, List<CompositeData> rows, StringBuilder out) {
        if (rows.isEmpty()) {
            out.append("  (none)\n");
            return;
        }
        Set<String> present = rows.get(0).getCompositeType().keySet();
        Set<String> columns = new LinkedHashSet<>(shown);
        columns.retainAll(present);
        if (columns.isEmpty()) {
            columns.addAll(present);
        }
        TextTable table = new TextTable(new ArrayList<>(columns));
        busiestFirst(rows)
                .limit(MAX_ROWS)
                .forEach(row -> table.add(
                        columns.stream().map(column -> toText(row.get(column))).collect(Collectors.toList())));
        table.printTo(out);
        if (rows.size() > MAX_ROWS) {
            out.append("  and ").append(rows.size() - MAX_ROWS).append(" more\n");
        }
    }

    /** Where rows say how busy they are; else as they come. */
    private static Stream<CompositeData> busiestFirst(List<CompositeData> rows) {
        for (String column : List.of(WAIT_US, EXCHANGE_COUNT, EXCHANGE_MINUTE_COUNT)) {
            if (rows.get(0).containsKey(column)) {
                Comparator<CompositeData> byCount =
                        Comparator.comparing(row -> (Long) row.get(column), Comparator.nullsFirst(Long::compare));
                return rows.stream().sorted(byCount.reversed());
            }
        }
        return rows.stream();
    }

    static String toText(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        if (value instanceof CompositeData) {
            CompositeData composite = (CompositeData) value;
            return composite.getCompositeType().keySet().stream()
                    .map(key -> key + " " + toText(composite.get(key)))
                    .collect(Collectors.joining(", "));
        }
        return value instanceof Object[] ? Arrays.toString((Object[]) value) : value.toString();
    }
}
