// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import java.util.Map;
import javax.management.openmbean.SimpleType;

/**
 * {@code type=Agent}: how the agent does, and its off switch.
 *
 * <p>Threading: stateless.
 */
final class AgentBean {
    private AgentBean() {}

    static OpenBean of(JmxSource source) {
        Table<Map.Entry<String, String>> signals = new Table<Map.Entry<String, String>>(
                        "Signals", "What the kernel is asked for, and how")
                .text("Signal", "What is observed", Map.Entry::getKey)
                .text(
                        "Attached",
                        "How the kernel program is attached; none: this signal is missing",
                        Map.Entry::getValue)
                .keyedBy("Signal");
        Table<Map.Entry<String, Long>> lost = counts("LostRecords", "Event");
        Table<Map.Entry<String, Long>> counters = counts("Counters", "Counter");
        return new OpenBean("State of the ebpflow agent")
                .attribute(
                        "State",
                        "starting, running or off",
                        SimpleType.STRING,
                        () -> source.status().state().word())
                .attribute(
                        "Problem",
                        "What is wrong and what mends it; empty: nothing",
                        SimpleType.STRING,
                        () -> source.status().problem())
                .attribute(
                        "Version",
                        "Version of the agent",
                        SimpleType.STRING,
                        () -> source.status().version())
                .attribute(
                        "Signals",
                        "How each signal is attached",
                        signals.type(),
                        () -> signals.of(source.status().signals().entrySet()))
                .attribute(
                        "LostRecords",
                        "Records that were lost, by event",
                        lost.type(),
                        () -> lost.of(source.status().lostRecords().entrySet()))
                .attribute(
                        "LostRecordCount",
                        "Records that were lost, all together",
                        SimpleType.LONG,
                        () -> source.status().lostRecords().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .attribute(
                        "Counters",
                        "What the agent counts about itself",
                        counters.type(),
                        () -> counters.of(source.status().counters().entrySet()))
                .operation("uninstall", "Takes the agent out of this JVM until it is attached again", () -> {
                    source.uninstall();
                    return null;
                });
    }

    private static Table<Map.Entry<String, Long>> counts(String name, String key) {
        return new Table<Map.Entry<String, Long>>(name, name)
                .text(key, "What is counted", Map.Entry::getKey)
                .number("Count", "How often", Map.Entry::getValue)
                .keyedBy(key);
    }
}
