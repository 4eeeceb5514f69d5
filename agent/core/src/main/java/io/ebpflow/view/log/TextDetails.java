// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Errno;

/**
 * The measured part of a text line: what matters for this kind of event, after a gap of two blanks, separated by commas.
 *
 * <p>Threading: stateless.
 */
final class TextDetails {
    private TextDetails() {}

    /** Appends nothing where nothing was measured. */
    static void append(StringBuilder to, FlowEvent event) {
        int start = to.length();
        switch (event.type) {
            case CONNECT:
                appendDuration(to, start, "", event.connectNs);
                appendDuration(to, start, "lookup ", event.lookupNs);
                break;
            case CONNECT_FAILED:
                appendFailure(to, start, event);
                appendDuration(to, start, "lookup ", event.lookupNs);
                break;
            case LOOKUP:
                boolean hasFailed = event.lookupError != null;
                Quantities.appendDuration(
                        hasFailed ? part(to, start).append(event.lookupError).append(" after ") : part(to, start),
                        event.lookupNs);
                break;
            case ACCEPT:
                appendDuration(to, start, "waited ", event.acceptWaitNs);
                break;
            case LISTEN:
                if (event.backlog >= 0) {
                    part(to, start).append("backlog ").append(event.backlog);
                }
                break;
            case RETRANSMIT:
                appendRetransmits(to, start, event.retransmits);
                appendTraffic(to, start, event);
                break;
            case EXCHANGE:
            case UDP:
                ExchangeText.append(to, event);
                break;
            case RESET:
                appendBy(to, start, event.resetBy);
                appendDuration(to, start, "after ", event.durationNs);
                appendTraffic(to, start, event);
                break;
            default:
                boolean hasEnded = event.type == EventType.CLOSE || event.closedBy != null;
                appendDuration(to, start, hasEnded ? "" : "open ", event.durationNs);
                appendTraffic(to, start, event);
                appendBy(to, start, event.closedBy);
        }
        if (event.type != EventType.CONNECT_FAILED && !event.exchange.has()) {
            appendErrno(to, start, event.errno);
        }
        if (event.preexisting) {
            part(to, start).append("preexisting");
        }
    }

    /** {@code ECONNREFUSED after 61 us}. */
    private static void appendFailure(StringBuilder to, int start, FlowEvent event) {
        appendErrno(to, start, event.errno);
        if (event.connectNs >= 0) {
            Quantities.appendDuration(
                    (event.errno == 0 ? part(to, start) : to.append(' ')).append("after "), event.connectNs);
        }
    }

    private static void appendTraffic(StringBuilder to, int start, FlowEvent event) {
        appendBytes(to, start, "sent ", event.bytesSent);
        if (!event.tcp && event.segmentsOut >= 0) {
            to.append(" in ").append(event.segmentsOut);
        }
        appendBytes(to, start, "rcvd ", event.bytesReceived);
        if (!event.tcp && event.segmentsIn >= 0) {
            to.append(" in ").append(event.segmentsIn).append(event.segmentsIn == 1 ? " datagram" : " datagrams");
        }
        if (event.type != EventType.RETRANSMIT && event.retransmits > 0) {
            appendRetransmits(to, start, event.retransmits);
        }
        if (event.srttUs >= 0) {
            Quantities.appendDuration(part(to, start).append("srtt "), event.srttUs * 1_000);
        }
    }

    private static void appendRetransmits(StringBuilder to, int start, long count) {
        if (count >= 0) {
            part(to, start).append(count).append(count == 1 ? " retransmit" : " retransmits");
        }
    }

    private static void appendBytes(StringBuilder to, int start, String word, long bytes) {
        if (bytes >= 0) {
            Quantities.appendBytes(part(to, start).append(word), bytes);
        }
    }

    private static void appendDuration(StringBuilder to, int start, String word, long valueNs) {
        if (valueNs >= 0) {
            Quantities.appendDuration(part(to, start).append(word), valueNs);
        }
    }

    private static void appendErrno(StringBuilder to, int start, int errno) {
        if (errno != 0) {
            part(to, start).append(Errno.nameOf(errno));
        }
    }

    private static void appendBy(StringBuilder to, int start, String who) {
        if (who != null) {
            part(to, start).append("by ").append(who);
        }
    }

    private static StringBuilder part(StringBuilder to, int start) {
        return to.append(to.length() == start ? "  " : ", ");
    }
}
