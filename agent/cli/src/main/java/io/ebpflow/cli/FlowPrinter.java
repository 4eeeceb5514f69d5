// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import io.ebpflow.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Prints the events that pass: text as the agent's log has it, or JSON.
 *
 * <p>Threading: confined to the main thread.
 */
final class FlowPrinter implements Display {
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
            "interface",
            "flow_id",
            "exchange",
            "confidence",
            "context_id",
            "context_kind",
            "trace_id");

    private static final String INDENT = "                         ";

    private final Terminal terminal;
    private final FlowFilter filter;
    private final boolean isJson;
    private final boolean isVerbose;

    FlowPrinter(Terminal terminal, FlowFilter filter, boolean isJson, boolean isVerbose) {
        this.terminal = terminal;
        this.filter = filter;
        this.isJson = isJson;
        this.isVerbose = isVerbose;
    }

    @Override
    public String format() {
        return isJson ? "json" : "text";
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
        return filter.slowUs() == 0 ? "" : ",slow=" + filter.slowUs() + "us";
    }

    @Override
    public void print(String record) throws IOException {
        int separator = record.indexOf('\u001f');
        String json = separator < 0 ? record : record.substring(0, separator);
        Map<String, Object> event = Json.object(json);
        if (!filter.passes(event)) {
            return;
        }
        if (isJson || separator < 0) {
            terminal.print(json);
            return;
        }
        terminal.print(record.substring(separator + 1), colourOf(event));
        if (isVerbose) {
            printDetails(event);
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
            if (value != null) {
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
