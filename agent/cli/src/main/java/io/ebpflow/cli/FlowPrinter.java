// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Prints the events that pass: text as the agent's log has it, or JSON.
 *
 * <p>Threading: confined to the main thread.
 */
final class FlowPrinter implements Display {
    /** Numbers in options have nine digits at the most; what is longer than that in microseconds was given in greater units. */
    private static final long OPTION_NUMBERS = 1_000_000_000;

    /** What {@code -v} adds, if it is known: in the text it would be too much. */
    private static final List<String> DETAILS = List.of(
            "pid",
            "tid",
            "thread_id",
            "exe",
            "uid",
            "user",
            "gid",
            "group",
            "parent_pid",
            "parent_exe",
            "container_id",
            "container_runtime",
            "container_name",
            "kube_pod",
            "kube_namespace",
            "remote_container_id",
            "remote_container_runtime",
            "remote_container_name",
            "remote_kube_pod",
            "remote_kube_namespace",
            "interface",
            "flow_id",
            "exchange",
            "confidence",
            "context_id",
            "context_kind",
            "trace_id");

    private static final String CONTAINER_KEYS =
            "(?:remote_)?(?:container_id|container_runtime|container_name|kube_pod|kube_namespace)";

    /** A member of the agent's JSON: a quote in a string is escaped there, so that nothing else looks like this. */
    private static final Pattern CONTAINER_MEMBER =
            Pattern.compile(",\"(?:" + CONTAINER_KEYS + ")\":\"(?:[^\"\\\\]|\\\\.)*\"");

    /** The end of ebpflowexport's line. */
    private static final Pattern CONTAINER_PARTS =
            Pattern.compile("(?:\\[(?:containerID|docker_name|kube_name|kube_pod|kube_ns): [^\\[\\]]+])+$");

    private static final String INDENT = "                         ";

    private final Terminal terminal;
    private final FlowFilter filter;
    private final OutputFormat format;
    private final boolean isVerbose;
    private final boolean hasContainers;

    /** @param hasContainers whether the container is shown where it would be */
    FlowPrinter(Terminal terminal, FlowFilter filter, OutputFormat format, boolean isVerbose, boolean hasContainers) {
        this.terminal = terminal;
        this.filter = filter;
        this.format = format;
        this.isVerbose = isVerbose;
        this.hasContainers = hasContainers;
    }

    @Override
    public String format() {
        return format.word();
    }

    @Override
    public String events() {
        return filter.events();
    }

    @Override
    public String options(boolean isOurs) {
        if (isOurs) {
            filter.slowIsReported();
        }
        long slowUs = filter.slowUs();
        if (slowUs == 0) {
            return "";
        }
        return ",slow=" + (slowUs < OPTION_NUMBERS ? slowUs + "us" : slowUs / 1_000 + "ms");
    }

    /** @param record JSON, and the line behind a unit separator unless JSON is all that is wanted */
    @Override
    public void print(String record) throws IOException {
        int separator = record.indexOf('\u001f');
        String json = separator < 0 ? record : record.substring(0, separator);
        Map<String, Object> event = Json.object(json);
        if (!filter.passes(event)) {
            return;
        }
        if (format == OutputFormat.JSON || separator < 0) {
            terminal.print(hasContainers ? json : CONTAINER_MEMBER.matcher(json).replaceAll(""));
            return;
        }
        String line = record.substring(separator + 1);
        if (format == OutputFormat.TEXT) {
            terminal.print(line, colourOf(event));
            if (isVerbose) {
                printDetails(event);
            }
        } else if (!line.isEmpty()) {
            terminal.print(hasContainers ? line : CONTAINER_PARTS.matcher(line).replaceFirst(""));
        } else if ("health".equals(event.get("event"))) {
            // Which ebpflowexport would not say at all.
            terminal.say("lost so far: " + event.get("lost_records") + "; what is shown is incomplete");
        }
    }

    private static Terminal.Colour colourOf(Map<String, Object> event) {
        switch (String.valueOf(event.get("event"))) {
            case "slow":
            case "retransmit":
            case "health":
                return Terminal.Colour.YELLOW;
            case "connect_failed":
            case "reset":
                return Terminal.Colour.RED;
            default:
                return Terminal.Colour.NONE;
        }
    }

    private void printDetails(Map<String, Object> event) throws IOException {
        StringBuilder line = new StringBuilder(INDENT);
        for (String key : DETAILS) {
            Object value = event.get(key);
            if (value != null && (hasContainers || !key.matches(CONTAINER_KEYS))) {
                line.append(line.length() == INDENT.length() ? "" : " ")
                        .append(key)
                        .append('=');
                line.append(Terminal.oneLine(value.toString()));
            }
        }
        if (line.length() > INDENT.length()) {
            terminal.print(line.toString(), Terminal.Colour.GREY);
        }
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    @Override
    public void say(String line) {
        terminal.say(line);
    }

    @Override
    public void lost(String count) {
        say(count + " events so far are not shown: this terminal or pipe takes them too slowly");
    }
}
