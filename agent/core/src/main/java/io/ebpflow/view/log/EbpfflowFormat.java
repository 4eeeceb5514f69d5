// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Address;
import io.ebpflow.process.JvmFacts;
import java.util.function.Supplier;

/**
 * The line that ebpflowexport prints, for those who have scripts on it: the same fields in the same order, with what is in
 * them right. What differs is listed in docs/output.md. Events that ebpflowexport does not know have no line.
 *
 * <p>Threading: confined to the view thread.
 */
final class EbpfflowFormat implements LineFormat {
    private static final long US_PER_SECOND = 1_000_000;
    private static final long NS_PER_HUNDREDTH_MS = 10_000;

    private final Supplier<JvmFacts> facts;
    private final InterfaceNames interfaces;
    private final EbpfflowProcess process = new EbpfflowProcess();

    /** @param facts about this JVM, the same object as long as nothing was read again */
    EbpfflowFormat(Supplier<JvmFacts> facts, InterfaceNames interfaces) {
        this.facts = facts;
        this.interfaces = interfaces;
    }

    @Override
    public void append(StringBuilder to, FlowEvent event) {
        String name = nameOf(event.type);
        if (name == null || event.remote.isUnspecified()) {
            return;
        }
        process.set(facts.get());
        appendTime(to, event.epochUs);
        String device = interfaces.nameOf(event.interfaceIndex);
        boolean isReceived = event.tcp ? event.type == EventType.ACCEPT : event.inbound;
        to.append(" [").append(device == null ? "" : device).append(isReceived ? "][Rcvd][IPv" : "][Sent][IPv");
        to.append(event.remote.isIpv4() ? '4' : '6').append(event.tcp ? "/TCP]" : "/UDP]");
        process.appendTo(to, event.tid);
        to.append("[addr: ");
        if (isReceived) { // from where to where the packet went
            append(to, event.remote, event.remotePort, event.local);
            append(to.append(" <-> "), event.local, event.localPort, event.remote);
        } else {
            append(to, event.local, event.localPort, event.remote);
            append(to.append(" <-> "), event.remote, event.remotePort, event.local);
        }
        to.append(']').append(name);
        if (event.type == EventType.CONNECT) {
            appendLatency(to, event.connectNs);
        }
        process.appendContainerTo(to);
    }

    /** Null: no line. That of UDP is empty. */
    private static String nameOf(EventType type) {
        switch (type) {
            case CONNECT:
                return "[CONNECT]";
            case CONNECT_FAILED:
                return "[CONNECT_FAILED]";
            case ACCEPT:
                return "[ACCEPT]";
            case RETRANSMIT:
                return "[RETRANSMIT]";
            case CLOSE:
                return "[CLOSE]";
            case UDP:
            case UDP_FLOW:
                return "";
            default:
                return null;
        }
    }

    /** {@code 1554803923.684786}: when it happened, not when it was printed. */
    private static void appendTime(StringBuilder to, long epochUs) {
        to.append(Math.floorDiv(epochUs, US_PER_SECOND)).append('.');
        long us = Math.floorMod(epochUs, US_PER_SECOND);
        for (long place = US_PER_SECOND / 10; place > 1 && us < place; place /= 10) {
            to.append('0');
        }
        to.append(us);
    }

    /** @param other the other end: an address that is not known has the same version */
    private static void append(StringBuilder to, Address address, int port, Address other) {
        if (address.isUnspecified() && other.isIpv4()) {
            to.append("0.0.0.0");
        } else {
            address.appendTo(to);
        }
        to.append(':').append(port);
    }

    /** {@code 0.18 msec}. */
    private static void appendLatency(StringBuilder to, long latencyNs) {
        long hundredths = (Math.max(latencyNs, 0) + NS_PER_HUNDREDTH_MS / 2) / NS_PER_HUNDREDTH_MS;
        to.append("[latency: ").append(hundredths / 100).append('.');
        to.append(hundredths / 10 % 10).append(hundredths % 10).append(" msec]");
    }
}
