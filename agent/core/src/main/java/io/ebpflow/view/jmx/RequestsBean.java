// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.exchange.Percentiles;
import io.ebpflow.flow.EndpointRow.Timing;
import io.ebpflow.flow.RequestRow;
import io.ebpflow.flow.RequestRow.WaitRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.management.openmbean.SimpleType;

/**
 * {@code type=Requests}: per name of a request how often it was served, how long it took, and whom it waited for.
 *
 * <p>Threading: stateless.
 */
final class RequestsBean {
    private static final String ROWS = "Names of requests";
    private static final String WAITS = "Whom requests of a name waited for";

    private RequestsBean() {}

    static OpenBean of(JmxSource source) {
        Table<RequestRow> sinceStart = requests("Requests", "", timing -> timing.total);
        Table<RequestRow> lastMinute = requests("RequestsLastMinute", "Minute", timing -> timing.minute);
        Table<WaitRow> waits = waits();
        return new OpenBean("What requests did and waited for, since the start or the last reset")
                .attribute("Requests", ROWS, sinceStart.type(), () -> sinceStart.of(source.requests()))
                .attribute(
                        "RequestsLastMinute",
                        ROWS + ": latencies of the last 50 to 60 seconds",
                        lastMinute.type(),
                        () -> lastMinute.of(source.requests()))
                .attribute("Waits", WAITS, waits.type(), () -> waits.of(waitRows(source)))
                .attribute("RequestNameCount", "How many names there are", SimpleType.LONG, () ->
                        (long) source.requests().size())
                .operation("reset", "Forgets all names and what was counted of them", () -> {
                    source.resetRequests();
                    return null;
                });
    }

    private static List<WaitRow> waitRows(JmxSource source) throws TimeoutException {
        List<WaitRow> rows = new ArrayList<>();
        source.requests().forEach(request -> rows.addAll(request.waits));
        return rows;
    }

    private static Table<RequestRow> requests(String name, String span, Function<Timing, Percentiles> of) {
        boolean isTotal = span.isEmpty();
        Table<RequestRow> table = new Table<RequestRow>(name, ROWS)
                .text("Request", "Its name; (others): those that found no place", row -> row.name)
                .text("Kind", "http, job, custom; empty: several", row -> row.kind);
        if (isTotal) {
            table.number("Count", "Requests that began", row -> row.count)
                    .number("CallCount", "What they asked others", row -> row.callCount)
                    .number("WaitUs", "Time they waited for answers in microseconds", row -> row.waitUs)
                    .number("SlowCount", "Calls over their threshold", row -> row.slowCount)
                    .number("UnansweredCount", "Calls without a response", row -> row.unansweredCount)
                    .number(
                            "MultiplexedCount",
                            "Calls that overlapped, or may have: without times",
                            row -> row.multiplexedCount);
        }
        table.number("Exchange" + span + "Count", "Calls with times", row -> of.apply(row.exchange).count)
                .number("Served" + span + "Count", "Requests with times", row -> of.apply(row.served).count);
        PercentileColumns.add(table, "Served" + span, "Arrival to end of response", row -> of.apply(row.served));
        PercentileColumns.add(
                table, "QueueWait" + span, "Arrival of the request to its first read", row -> of.apply(row.queueWait));
        PercentileColumns.add(table, "Exchange" + span, "A call to the end of its response", r -> of.apply(r.exchange));
        PercentileColumns.add(table, "Peer" + span, "The peer's part of a call", row -> of.apply(row.peer));
        PercentileColumns.add(
                table, "Pickup" + span, "Arrival of a response to its first read", row -> of.apply(row.pickup));
        return table.keyedBy("Request", "Kind");
    }

    private static Table<WaitRow> waits() {
        Table<WaitRow> table = new Table<WaitRow>("Waits", WAITS)
                .text("Request", "Name of the requests", row -> row.name)
                .text("Kind", "http, job, custom; empty: several", row -> row.kind)
                .text("Endpoint", "Remote address and port; (others): those that found no place", row -> row.endpoint)
                .text("Protocol", "tcp or udp; empty: several", row -> row.protocol)
                .text("RemoteName", "Host name of the endpoint; empty: none, or several", row -> row.remoteName)
                .number("CallCount", "What they asked it", row -> row.callCount)
                .number("WaitUs", "Time they waited for it in microseconds", row -> row.waitUs)
                .number("SlowCount", "Calls over their threshold", row -> row.slowCount)
                .number("UnansweredCount", "Calls without a response", row -> row.unansweredCount)
                .number(
                        "MultiplexedCount",
                        "Calls that overlapped, or may have: without times",
                        row -> row.multiplexedCount);
        PercentileColumns.add(table, "Call", "Lookup, connect and exchange of a call", row -> row.call.total);
        PercentileColumns.add(table, "CallMinute", "Likewise, of the last minute", row -> row.call.minute);
        return table.keyedBy("Request", "Kind", "Endpoint", "Protocol");
    }
}
