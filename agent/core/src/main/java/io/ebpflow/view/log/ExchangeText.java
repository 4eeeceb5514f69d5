// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Errno;

/**
 * The measured part of an exchange's line: {@code 1.3 ms: network 35 us, peer 1.2 ms, pick-up 15 us, sent 4 B, rcvd 769
 * B}. Sends and transfers that took no time, as those of a single segment do, are not worth a word.
 *
 * <p>Threading: stateless.
 */
final class ExchangeText {
    private ExchangeText() {}

    static void append(StringBuilder to, FlowEvent event) {
        ExchangeParts parts = event.exchange;
        to.append("  ");
        int start = to.length();
        if (parts.isTimed()) {
            duration(to, parts.totalUs).append(": ");
            start = to.length();
            if (parts.inbound) {
                appendServer(to, start, parts);
            } else {
                appendClient(to, start, parts, event.tcp);
            }
        } else {
            to.append("multiplexed");
            start--;
        }
        if (parts.inbound) {
            bytes(to, start, "rcvd ", parts.requestBytes);
        } else {
            bytes(to, start, "sent ", parts.requestBytes);
        }
        if (!parts.unanswered) {
            bytes(to, start, parts.inbound ? "sent " : "rcvd ", parts.responseBytes);
        }
        appendTrouble(to, start, parts, event.errno);
    }

    private static void appendClient(StringBuilder to, int start, ExchangeParts parts, boolean isTcp) {
        partIfAny(to, start, "send ", parts.sendUs);
        if (isTcp) {
            part(to, start, "network ", parts.networkUs);
        }
        part(to, start, "peer ", parts.peerUs);
        if (!parts.unanswered) {
            part(to, start, "pick-up ", parts.pickupUs);
            appendPauses(to, parts);
            partIfAny(to, start, "transfer ", parts.transferUs);
        }
    }

    private static void appendServer(StringBuilder to, int start, ExchangeParts parts) {
        part(to, start, "queue wait ", parts.queueWaitUs);
        appendPauses(to, parts);
        partIfAny(to, start, "transfer ", parts.transferUs);
        part(to, start, "service ", parts.serviceUs);
        partIfAny(to, start, "send ", parts.sendUs);
    }

    private static void appendPauses(StringBuilder to, ExchangeParts parts) {
        if (parts.gcUs > 0) {
            duration(to.append(" (GC "), parts.gcUs).append(')');
        }
    }

    private static void appendTrouble(StringBuilder to, int start, ExchangeParts parts, int errno) {
        if (parts.retransmits > 0) {
            separate(to, start)
                    .append(parts.retransmits)
                    .append(parts.retransmits == 1 ? " retransmit" : " retransmits");
        }
        if (parts.windowLimited) {
            separate(to, start).append("window full");
        }
        if (parts.unanswered) {
            separate(to, start).append("no answer");
        }
        if (errno != 0) {
            separate(to, start).append(Errno.nameOf(errno));
        }
    }

    private static void partIfAny(StringBuilder to, int start, String word, long us) {
        if (us > 0) {
            part(to, start, word, us);
        }
    }

    private static void part(StringBuilder to, int start, String word, long us) {
        duration(separate(to, start).append(word), us);
    }

    private static void bytes(StringBuilder to, int start, String word, long bytes) {
        Quantities.appendBytes(separate(to, start).append(word), bytes);
    }

    private static StringBuilder duration(StringBuilder to, long us) {
        return Quantities.appendDuration(to, us * 1_000);
    }

    private static StringBuilder separate(StringBuilder to, int start) {
        return to.length() == start ? to : to.append(", ");
    }
}
