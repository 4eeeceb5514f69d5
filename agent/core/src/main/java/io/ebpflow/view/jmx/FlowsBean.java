// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowRow;
import javax.management.openmbean.SimpleType;

/**
 * {@code type=Flows}: what is open now.
 *
 * <p>Threading: stateless.
 */
final class FlowsBean {
    private FlowsBean() {}

    static OpenBean of(JmxSource source) {
        Table<FlowRow> flows = table();
        return new OpenBean("TCP connections and UDP flows that are open now")
                .attribute("Flows", "Live flows", flows.type(), () -> flows.of(source.flows()))
                .attribute(
                        "LiveTcpCount", "Live TCP connections", SimpleType.LONG, () -> source.flowCounts().liveTcpCount)
                .attribute(
                        "LiveUdpCount",
                        "Live UDP flows: pairs of socket and peer",
                        SimpleType.LONG,
                        () -> source.flowCounts().liveUdpCount)
                .attribute(
                        "EvictedCount",
                        "Flows that were forgotten because the table was full",
                        SimpleType.LONG,
                        () -> source.flowCounts().evictedCount);
    }

    private static Table<FlowRow> table() {
        return new Table<FlowRow>("Flows", "Live flows")
                .text("FlowId", "Socket cookie in hexadecimal", row -> Long.toHexString(row.flowId))
                .text("Protocol", "tcp or udp", row -> row.tcp ? "tcp" : "udp")
                .text("Direction", "out: we connected or sent first; in: the peer did", FlowsBean::direction)
                .text("Local", "Local address and port", row -> row.local)
                .text("Remote", "Remote address and port", row -> row.remote == null ? "" : row.remote)
                .text(
                        "RemoteName",
                        "Host name that the application connected to; empty: an address",
                        row -> row.remoteName)
                .text("Thread", "Last thread that used it", row -> row.threadName)
                .text("OpenedBy", "Code path that opened it; empty: not known", row -> SlowCall.join(row.openedBy))
                .number("BytesSent", "Bytes sent", row -> row.bytesSent)
                .number("BytesReceived", "Bytes received", row -> row.bytesReceived)
                .number("Retransmits", "Segments sent again", row -> row.retransmits)
                .number("SrttUs", "Smoothed round-trip time in microseconds", row -> row.srttUs)
                .number("ConnectUs", "SYN to established in microseconds", row -> toUs(row.connectNs))
                .number("DurationUs", "Age in microseconds", row -> toUs(row.durationNs))
                .keyedBy("FlowId", "Remote");
    }

    private static String direction(FlowRow row) {
        return !row.directionKnown ? null : row.inbound ? "in" : "out";
    }

    /** Half up. */
    private static long toUs(long valueNs) {
        return valueNs < 0 ? FlowEvent.UNKNOWN : (valueNs + 500) / 1_000;
    }
}
