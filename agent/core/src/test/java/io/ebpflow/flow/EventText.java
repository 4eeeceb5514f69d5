// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Confidence;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.net.Address;
import io.ebpflow.net.Errno;

/** Every field of an event that is not blank, in one line. */
public final class EventText {
    private EventText() {}

    /** Thread ids are not written: they are another in each run. */
    public static String of(FlowEvent event) {
        StringBuilder text = new StringBuilder();
        text.append(event.type.jsonName()).append(" at=").append(event.epochUs);
        if (event.type != EventType.HEALTH) {
            text.append(event.lookup ? "" : event.tcp ? " tcp" : " udp");
            text.append(event.directionKnown ? event.inbound ? " in" : " out" : event.inbound ? " in?" : "");
        }
        text.append(event.preexisting ? " preexisting" : "");
        address(text, "local", event.local, event.localPort);
        address(text, "remote", event.remote, event.remotePort);
        text(text, "name", event.remoteName);
        number(text, "if", event.interfaceIndex, 0);
        number(text, "flow", event.flowId, 0);
        number(text, "tid", event.tid, 0);
        text(text, "thread", event.threadName);
        text.append(event.threadId != 0 ? " java" : "");
        text.append(event.virtualThread ? " virtual" : "");
        if (event.confidence != Confidence.UNKNOWN) {
            text.append(' ').append(event.confidence.jsonName());
        }
        number(text, "connect", event.connectNs, -1);
        number(text, "lookup", event.lookupNs, -1);
        number(text, "wait", event.acceptWaitNs, -1);
        number(text, "duration", event.durationNs, -1);
        number(text, "sent", event.bytesSent, -1);
        number(text, "received", event.bytesReceived, -1);
        number(text, "out", event.segmentsOut, -1);
        number(text, "in", event.segmentsIn, -1);
        number(text, "retransmits", event.retransmits, -1);
        number(text, "srtt", event.srttUs, -1);
        number(text, "backlog", event.backlog, -1);
        text(text, "error", event.errno == 0 ? null : Errno.nameOf(event.errno));
        text(text, "error", event.lookupError);
        text(text, "closed_by", event.closedBy);
        text(text, "reset_by", event.resetBy);
        text(text, "verdict", event.verdict == null ? null : event.verdict.jsonName());
        if (event.exchange.has()) {
            exchange(text, event.exchange);
        }
        text(text, "health", event.health);
        return text.toString();
    }

    /** Microseconds; parts in the order of time. */
    private static void exchange(StringBuilder to, ExchangeParts parts) {
        to.append(" exchange=").append(parts.number);
        to.append(parts.multiplexed ? " multiplexed" : "").append(parts.unanswered ? " unanswered" : "");
        to.append(parts.windowLimited ? " window_limited" : "");
        to.append(" bytes=").append(parts.requestBytes).append('/').append(parts.responseBytes);
        number(to, "again", parts.retransmits, 0);
        if (parts.isTimed()) {
            if (parts.inbound) {
                to.append(" queue_wait=").append(parts.queueWaitUs);
                to.append(" transfer=").append(parts.transferUs);
                to.append(" service=").append(parts.serviceUs);
                to.append(" send=").append(parts.sendUs);
            } else {
                to.append(" send=").append(parts.sendUs).append(" network=").append(parts.networkUs);
                to.append(" peer=").append(parts.peerUs).append(" pickup=").append(parts.pickupUs);
                to.append(" transfer=").append(parts.transferUs);
            }
            to.append(" total=").append(parts.totalUs);
            number(to, "gc", parts.gcUs, -1);
        }
    }

    private static void address(StringBuilder to, String name, Address address, int port) {
        if (!address.isUnspecified() || port != 0) {
            to.append(' ').append(name).append('=').append(address).append('/').append(port);
        }
    }

    private static void number(StringBuilder to, String name, long value, long blank) {
        if (value != blank) {
            to.append(' ').append(name).append('=').append(value);
        }
    }

    private static void text(StringBuilder to, String name, String value) {
        if (value != null) {
            to.append(' ').append(name).append('=').append(value);
        }
    }
}
