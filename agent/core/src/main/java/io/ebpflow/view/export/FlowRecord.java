// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Address;
import io.ebpflow.net.Errno;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;
import java.util.function.Supplier;

/**
 * A flow as ntopng takes it: who opened it is the source. Where nobody knows that, we are.
 *
 * <p>Threading: confined to the view thread.
 */
final class FlowRecord {
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** Of a name. */
    private static final int MAX_TEXT_BYTES = 256;

    /** Of a code path. */
    private static final int MAX_PATH_BYTES = 1_024;

    private final Supplier<JvmFacts> facts;
    private final TlvWriter tlv = new TlvWriter();
    private final StringBuilder text = new StringBuilder();

    FlowRecord(Supplier<JvmFacts> facts) {
        this.facts = facts;
    }

    /** @param flow of this event, with its counters advanced to it */
    byte[] of(FlowEvent event, ExportedFlow flow) {
        boolean isSource = !(event.directionKnown && event.inbound);
        tlv.begin();
        long firstUs = event.epochUs - Math.max(0, event.durationNs) / 1_000;
        tlv.number(FlowKey.FIRST_SWITCHED, firstUs / 1_000_000);
        tlv.number(FlowKey.LAST_SWITCHED, event.epochUs / 1_000_000);
        addresses(event, isSource);
        counters(flow.counters, isSource, event.tcp);
        latencies(event, flow, isSource);
        process(isSource ? FlowKey.Side.SOURCE : FlowKey.Side.DESTINATION);
        elements(event, flow);
        return tlv.end();
    }

    private void addresses(FlowEvent event, boolean isSource) {
        boolean isIpv4 = (event.remote.isUnspecified() ? event.local : event.remote).isIpv4();
        tlv.number(FlowKey.IP_VERSION, isIpv4 ? 4 : 6);
        int source = isIpv4 ? FlowKey.SOURCE_IPV4 : FlowKey.SOURCE_IPV6;
        int destination = isIpv4 ? FlowKey.DESTINATION_IPV4 : FlowKey.DESTINATION_IPV6;
        address(source, isSource ? event.local : event.remote, isIpv4);
        address(destination, isSource ? event.remote : event.local, isIpv4);
        tlv.number(FlowKey.SOURCE_PORT, isSource ? event.localPort : event.remotePort);
        tlv.number(FlowKey.DESTINATION_PORT, isSource ? event.remotePort : event.localPort);
        tlv.number(FlowKey.PROTOCOL, event.tcp ? TCP : UDP);
    }

    private void address(int key, Address address, boolean isIpv4) {
        text.setLength(0);
        if (address.isUnspecified()) {
            text.append(isIpv4 ? "0.0.0.0" : "::");
        } else {
            address.appendTo(text);
        }
        tlv.text(key, text, MAX_TEXT_BYTES);
    }

    private void counters(FlowCounters counters, boolean isSource, boolean isTcp) {
        tlv.number(FlowKey.IN_BYTES, isSource ? counters.bytesSent : counters.bytesReceived);
        tlv.number(FlowKey.IN_PACKETS, isSource ? counters.segmentsOut : counters.segmentsIn);
        tlv.number(FlowKey.OUT_BYTES, isSource ? counters.bytesReceived : counters.bytesSent);
        tlv.number(FlowKey.OUT_PACKETS, isSource ? counters.segmentsIn : counters.segmentsOut);
        if (isTcp) { // of what the peer sent again nobody here knows
            tlv.number(
                    isSource ? FlowKey.RETRANSMITTED_IN_PACKETS : FlowKey.RETRANSMITTED_OUT_PACKETS,
                    counters.retransmits);
        }
    }

    /** The way between us and the peer is the part of the server's side if we are the client, of the client's if not. */
    private void latencies(FlowEvent event, ExportedFlow flow, boolean isSource) {
        boolean hasHandshake = flow.connectNs > 0 && event.type != EventType.CONNECT_FAILED;
        float networkMs = hasHandshake ? flow.connectNs / 1e6f : Math.max(0, event.srttUs) / 1e3f;
        if (networkMs > 0) {
            tlv.real(isSource ? FlowKey.SERVER_NETWORK_LATENCY_MS : FlowKey.CLIENT_NETWORK_LATENCY_MS, networkMs);
        }
        if (flow.applicationUs >= 0) {
            tlv.real(FlowKey.APPLICATION_LATENCY_MS, flow.applicationUs / 1e3f);
        }
    }

    private void process(FlowKey.Side side) {
        JvmFacts known = facts.get();
        ProcessFacts self = known.process;
        tlv.number(side.pid, self.pid);
        // Without a program a collector shows no process at all.
        tlv.text(side.program, self.exe == null ? "java" : self.exe, MAX_TEXT_BYTES);
        if (self.uid != ProcessFacts.UNKNOWN) {
            tlv.number(side.uid, self.uid);
        }
        tlv.text(side.user, self.user, MAX_TEXT_BYTES);
        tlv.text(side.container, known.container.id, MAX_TEXT_BYTES);
        if (self.parentPid != ProcessFacts.UNKNOWN && side.parentPid != 0) {
            tlv.number(side.parentPid, self.parentPid);
            tlv.text(side.parentProgram, known.parent == null ? null : known.parent.exe, MAX_TEXT_BYTES);
        }
    }

    /** What only a JVM knows. Of who made the first call if one was made, else of who did what the event tells. */
    private void elements(FlowEvent event, ExportedFlow flow) {
        boolean isUsed = flow.isUsed();
        tlv.text("JAVA_THREAD", isUsed ? flow.thread : event.threadName, MAX_TEXT_BYTES);
        tlv.text("JAVA_REQUEST", isUsed ? flow.request : RecordText.request(event), MAX_TEXT_BYTES);
        tlv.text(
                "JAVA_CODE_PATH",
                isUsed && flow.codePath != null ? flow.codePath : RecordText.codePath(event.openedBy),
                MAX_PATH_BYTES);
        tlv.text("JAVA_TRACE_ID", isUsed ? flow.traceId : event.request.trace(), MAX_TEXT_BYTES);
        tlv.text("JAVA_REMOTE_NAME", event.remoteName, MAX_TEXT_BYTES);
        ContainerFacts container = facts.get().container;
        tlv.text("CONTAINER_NAME", container.name, MAX_TEXT_BYTES);
        tlv.text("KUBE_POD", container.pod, MAX_TEXT_BYTES);
        tlv.text("KUBE_NAMESPACE", container.namespace, MAX_TEXT_BYTES);
        if (event.remoteContainer != null) {
            tlv.text("REMOTE_CONTAINER_ID", event.remoteContainer.id, MAX_TEXT_BYTES);
            tlv.text("REMOTE_CONTAINER_NAME", event.remoteContainer.name, MAX_TEXT_BYTES);
        }
        if (event.errno != 0) {
            tlv.text("ERROR", Errno.nameOf(event.errno), MAX_TEXT_BYTES);
        }
    }
}
