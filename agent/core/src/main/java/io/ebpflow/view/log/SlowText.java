// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.bridge.CallPath;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.Printable;
import io.ebpflow.net.Errno;

/**
 * A slow call in two lines, who and whom, then where the time went:
 *
 * <pre>
 *   SLOW 412 ms  GET /checkout  [http-nio-8080-exec-3]  10.0.0.5:43210 -> 10.0.3.7:5432  used by OrderDao.load(OrderDao.java:42)
 *        peer 398 ms (97 %) · network 412 us · jvm pick-up 13.2 ms (GC 12.1 ms) · sent 312 B · received 4.1 KiB · 0 retransmits
 * </pre>
 *
 * The shares of the second line are those that the verdict was found with: the biggest comes first, and they add up.
 *
 * <p>Threading: stateless.
 */
final class SlowText {
    private static final String NAME = "SLOW ";

    /** Under the duration: behind the time, a blank and the name. */
    private static final int INDENT = "2026-11-23T03:11:22.123Z ".length() + NAME.length();

    /** Shares have a name of their own from this part of the call on: less is noise. */
    private static final int NAMED_PERCENT = 1;

    private static final Verdict[] VERDICTS = Verdict.values();

    private SlowText() {}

    /** @param to after the time */
    static void append(StringBuilder to, FlowEvent event) {
        ExchangeParts parts = event.exchange;
        long callUs = parts.totalUs + Math.max(0, connectUs(event)) + Math.max(0, lookupUs(event));
        duration(to.append(NAME), callUs);
        TextFormat.appendRequest(to, event);
        TextFormat.appendThread(to, event);
        TextFormat.appendAddresses(to.append("  "), event);
        appendPath(to, event);
        to.append('\n');
        for (int i = 0; i < INDENT; i++) {
            to.append(' ');
        }
        appendShares(to, event, callUs);
        if (parts.has()) {
            Quantities.appendBytes(to.append(" · sent "), parts.requestBytes);
            if (!parts.unanswered) {
                Quantities.appendBytes(to.append(" · received "), parts.responseBytes);
            }
        }
        appendTrouble(to, event);
        if (event.request.trace() != null) {
            Printable.append(to.append(" · trace "), event.request.trace());
        }
    }

    /** The nearest frame of the application; of a connection attempt it is that of who opened it. */
    private static void appendPath(StringBuilder to, FlowEvent event) {
        CallPath path = event.exchange.has() ? event.usedBy : event.openedBy;
        if (path != null && path.frames().length != 0) {
            to.append(event.exchange.has() ? "  used by " : "  opened by ");
            Printable.append(to, path.frames()[0]);
        }
    }

    /** The biggest first, then in the order of the verdicts. */
    private static void appendShares(StringBuilder to, FlowEvent event, long callUs) {
        Verdict biggest = event.verdict;
        appendShare(to, event, biggest, callUs);
        for (Verdict verdict : VERDICTS) {
            if (verdict != biggest && isMeasured(verdict, event)) {
                appendShare(to.append(" · "), event, verdict, callUs);
            }
        }
    }

    private static boolean isMeasured(Verdict verdict, FlowEvent event) {
        switch (verdict) {
            case CONNECT:
                return event.connectNs >= 0;
            case LOOKUP:
                return event.lookupNs >= 0;
            case NETWORK:
                return event.exchange.has() && event.tcp;
            case JVM:
                return event.exchange.has() && !event.exchange.unanswered;
            case PEER:
                return event.exchange.has();
            default:
                return false;
        }
    }

    private static void appendShare(StringBuilder to, FlowEvent event, Verdict verdict, long callUs) {
        ExchangeParts parts = event.exchange;
        long leastUs = Math.max(1, callUs * NAMED_PERCENT / 100);
        long us = verdict.shareUs(parts, connectUs(event), lookupUs(event));
        boolean isPickup = verdict == Verdict.JVM && parts.unreadUs < leastUs;
        duration(to.append(verdict.jsonName()).append(isPickup ? " pick-up " : " "), us);
        int open = to.length();
        if (verdict == event.verdict && us < callUs && callUs > 0) {
            note(to, open).append((us * 100 + callUs / 2) / callUs).append(" %");
        }
        switch (verdict) {
            case PEER:
                appendPart(to, open, "transfer ", parts.transferUs - parts.unreadUs, leastUs);
                appendPart(to, open, "send ", parts.windowLimited ? parts.sendUs : 0, leastUs);
                break;
            case NETWORK:
                appendPart(to, open, "send ", parts.windowLimited ? 0 : parts.sendUs, leastUs);
                break;
            case JVM:
                appendPart(to, open, "pick-up ", isPickup ? 0 : parts.pickupUs, leastUs);
                appendPart(to, open, "unread ", parts.unreadUs, leastUs);
                appendPart(to, open, "GC ", parts.gcUs, 1);
                break;
            default:
                break;
        }
        if (to.length() > open) {
            to.append(')');
        }
    }

    private static long connectUs(FlowEvent event) {
        return event.connectNs / 1_000;
    }

    private static long lookupUs(FlowEvent event) {
        return event.lookupNs / 1_000;
    }

    private static void appendPart(StringBuilder to, int open, String word, long us, long leastUs) {
        if (us >= leastUs) {
            duration(note(to, open).append(word), us);
        }
    }

    private static StringBuilder note(StringBuilder to, int open) {
        return to.append(to.length() == open ? " (" : ", ");
    }

    private static void appendTrouble(StringBuilder to, FlowEvent event) {
        ExchangeParts parts = event.exchange;
        long retransmits = parts.has() ? parts.retransmits : event.retransmits;
        if (event.tcp && retransmits >= 0) {
            to.append(" · ").append(retransmits).append(retransmits == 1 ? " retransmit" : " retransmits");
        }
        if (parts.windowLimited) {
            to.append(" · peer's window was full");
        }
        if (parts.unanswered) {
            to.append(" · no answer");
        }
        if (event.errno != 0) {
            to.append(" · ").append(Errno.nameOf(event.errno));
        }
        if (event.lookupError != null) {
            to.append(" · ").append(event.lookupError);
        }
    }

    private static StringBuilder duration(StringBuilder to, long us) {
        return Quantities.appendDuration(to, us * 1_000);
    }
}
