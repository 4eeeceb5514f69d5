// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.flow.EndpointRow;
import io.ebpflow.flow.FlowEvent;
import java.util.function.ToLongFunction;
import javax.management.openmbean.SimpleType;

/**
 * {@code type=Endpoints}: sums and latencies per remote endpoint, and per own port for what came in.
 *
 * <p>Threading: stateless.
 */
final class EndpointsBean {
    private EndpointsBean() {}

    static OpenBean of(JmxSource source) {
        Table<EndpointRow> endpoints = table();
        return new OpenBean("Counters and latencies per endpoint since the start or the last reset")
                .attribute(
                        "Endpoints",
                        "Remote endpoints and own ports",
                        endpoints.type(),
                        () -> endpoints.of(source.endpoints()))
                .attribute("EndpointCount", "How many there are", SimpleType.LONG, () ->
                        (long) source.endpoints().size())
                .operation("reset", "Lets all counters and latencies begin again at zero", () -> {
                    source.resetEndpoints();
                    return null;
                });
    }

    private static Table<EndpointRow> table() {
        Table<EndpointRow> table = new Table<EndpointRow>("Endpoints", "Remote endpoints and own ports")
                .text("Endpoint", "Remote address and port; own port for what came in", row -> row.name)
                .text("Protocol", "tcp or udp", row -> row.tcp ? "tcp" : "udp")
                .text("Direction", "out: we connected; in: peers did", row -> row.inbound ? "in" : "out")
                .number("Open", "Flows open now", row -> row.openCount)
                .number("Connects", "Connections established (out) or accepted (in)", row -> row.connectCount)
                .number("Failures", "Connections that failed", row -> row.failureCount)
                .number("Resets", "Connections that were reset", row -> row.resetCount)
                .number("Retransmits", "Segments sent again", row -> row.retransmitCount)
                .number("BytesSent", "Bytes sent", row -> row.bytesSent)
                .number("BytesReceived", "Bytes received", row -> row.bytesReceived);
        latency(table, "Connect", "SYN to established", false);
        latency(table, "AcceptWait", "Established to accept()", true);
        return table.keyedBy("Endpoint", "Protocol", "Direction");
    }

    private static void latency(Table<EndpointRow> table, String name, String about, boolean inbound) {
        String unit = " in microseconds, ";
        table.number(name + "P50Us", about + unit + "median", only(inbound, row -> row.latency.p50Us))
                .number(name + "P90Us", about + unit + "90th percentile", only(inbound, row -> row.latency.p90Us))
                .number(name + "P99Us", about + unit + "99th percentile", only(inbound, row -> row.latency.p99Us))
                .number(name + "P999Us", about + unit + "99.9th percentile", only(inbound, row -> row.latency.p999Us))
                .number(name + "MaxUs", about + unit + "longest", only(inbound, row -> row.latency.maxUs));
    }

    /** The one latency of a row is that of connect or that of accept. */
    private static ToLongFunction<EndpointRow> only(boolean inbound, ToLongFunction<EndpointRow> value) {
        return row -> row.inbound == inbound ? value.applyAsLong(row) : FlowEvent.UNKNOWN;
    }
}
