// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.exchange.Percentiles;
import io.ebpflow.flow.EndpointRow;
import io.ebpflow.flow.EndpointRow.Timing;
import java.util.function.Function;
import javax.management.openmbean.SimpleType;

/**
 * {@code type=Endpoints}: sums and latencies per remote endpoint, and per own port for what came in. What is since the
 * start and what is of the last minute are two tables, so that a row fits on a screen.
 *
 * <p>Threading: stateless.
 */
final class EndpointsBean {
    private static final String ROWS = "Remote endpoints and own ports";

    private EndpointsBean() {}

    static OpenBean of(JmxSource source) {
        Table<EndpointRow> sinceStart = sinceStart();
        Table<EndpointRow> lastMinute = lastMinute();
        return new OpenBean("Counters and latencies per endpoint since the start or the last reset")
                .attribute("Endpoints", ROWS, sinceStart.type(), () -> sinceStart.of(source.endpoints()))
                .attribute(
                        "EndpointsLastMinute",
                        ROWS + ": latencies of the last 50 to 60 seconds",
                        lastMinute.type(),
                        () -> lastMinute.of(source.endpoints()))
                .attribute("EndpointCount", "How many there are", SimpleType.LONG, () ->
                        (long) source.endpoints().size())
                .operation("reset", "Lets all counters and latencies begin again at zero", () -> {
                    source.resetEndpoints();
                    return null;
                });
    }

    private static Table<EndpointRow> sinceStart() {
        Table<EndpointRow> table = named("Endpoints")
                .number("Open", "Flows open now", row -> row.openCount)
                .number("Connects", "Connections established (out) or accepted (in)", row -> row.connectCount)
                .number("Failures", "Connections that failed", row -> row.failureCount)
                .number("Resets", "Connections that were reset", row -> row.resetCount)
                .number("Retransmits", "Segments sent again", row -> row.retransmitCount)
                .number("BytesSent", "Bytes sent", row -> row.bytesSent)
                .number("BytesReceived", "Bytes received", row -> row.bytesReceived)
                .number("ExchangeCount", "Requests with their response", row -> row.exchange.total.count)
                .number("SlowCount", "Calls over their threshold, connects included", row -> row.slowCount)
                .number("UnansweredCount", "Requests without a response", row -> row.unansweredCount)
                .number(
                        "MultiplexedCount",
                        "Exchanges that overlapped, or may have: without times",
                        row -> row.multiplexedCount);
        latencies(table, "", timing -> timing.total);
        return table.keyedBy("Endpoint", "Protocol", "Direction");
    }

    private static Table<EndpointRow> lastMinute() {
        Table<EndpointRow> table = named("EndpointsLastMinute")
                .number("ExchangeMinuteCount", "Requests with their response", row -> row.exchange.minute.count);
        latencies(table, "Minute", timing -> timing.minute);
        return table.keyedBy("Endpoint", "Protocol", "Direction");
    }

    private static Table<EndpointRow> named(String name) {
        return new Table<EndpointRow>(name, ROWS)
                .text("Endpoint", "Remote address and port; own port for what came in", row -> row.name)
                .text(
                        "RemoteName",
                        "Host name of its connections; empty: none, or not the same for all",
                        r -> r.remoteName)
                .text("Protocol", "tcp or udp", row -> row.tcp ? "tcp" : "udp")
                .text("Direction", "out: we connected; in: peers did", row -> row.inbound ? "in" : "out");
    }

    private static void latencies(Table<EndpointRow> table, String span, Function<Timing, Percentiles> of) {
        PercentileColumns.add(
                table, "Connect" + span, "SYN to established", row -> row.inbound ? null : of.apply(row.latency));
        PercentileColumns.add(
                table,
                "AcceptWait" + span,
                "Established to accept()",
                row -> row.inbound ? of.apply(row.latency) : null);
        PercentileColumns.add(table, "Exchange" + span, "Request to end of response", row -> of.apply(row.exchange));
        PercentileColumns.add(table, "Peer" + span, "The peer's part of an exchange", row -> of.apply(row.peer));
        PercentileColumns.add(
                table, "Pickup" + span, "Arrival of a response to its first read", row -> of.apply(row.pickup));
        PercentileColumns.add(
                table, "QueueWait" + span, "Arrival of a request to its first read", row -> of.apply(row.queueWait));
    }
}
