// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.kernel.LiveTable;
import io.ebpflow.net.Errno;
import io.ebpflow.record.KernelExchange;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordLayout;

/**
 * What is made of an exchange, whether a record tells of it or the live table: an event, the endpoint's distributions, and
 * the report of a slow call.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class Exchanges {
    private static final int DNS_PORT = 53;

    /**
     * A request without answer that was given up earlier did not wait for one: a TLS close_notify, a QUIT, the last words
     * before close().
     */
    private static final long UNANSWERED_MIN_US = 10_000;

    /** A connection used this soon by the thread that opened it was opened for this call, or any time in the same request. */
    private static final long CONNECT_BELONGS_NS = 10_000_000;

    private static final long IDLE_NS = RecordLayout.EXCHANGE_IDLE_MS * 1_000_000L;

    /** The kernel stamps an event before it publishes it: nothing newer is on its way when an entry is this old. */
    private static final long IDLE_MARGIN_NS = 50_000_000;

    private final FlowTracker tracker;
    private final SlowThresholds thresholds;
    private final Pauses pauses;
    private final ExchangeParts parts = new ExchangeParts();
    private final Attributed who = new Attributed();

    public Exchanges(FlowTracker tracker, SlowThresholds thresholds, Pauses pauses) {
        this.tracker = tracker;
        this.thresholds = thresholds;
        this.pauses = pauses;
    }

    /** An exchange that the kernel saw end. */
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.passingFlow(record);
        KernelExchange exchange = record.exchange();
        if (exchange.number() == flow.sweptExchange) {
            return; // the live table told of it
        }
        // Two threads that end exchanges of one socket may emit them in the other order.
        flow.exchangeNumber = Math.max(flow.exchangeNumber, exchange.number());
        Attributed owner = tracker.ownerOf(record);
        read(exchange, flow, owner);
        show(flow, owner, errnoOf(record));
    }

    /** A thread that Java does not know does not stop with Java. */
    private void read(KernelExchange exchange, Flow flow, Attributed owner) {
        if (owner.threadId != 0) {
            parts.read(exchange, flow.inbound, pauses);
        } else {
            parts.read(exchange, flow.inbound);
        }
    }

    private int errnoOf(KernelRecord record) {
        if (!parts.unanswered) {
            return 0;
        }
        if (!record.isTcp() || record.closedBy() == RecordLayout.CLOSED_BY_TIMEOUT) {
            return Errno.ETIMEDOUT;
        }
        return record.closedBy() == RecordLayout.CLOSED_BY_RESET ? Errno.ECONNRESET : 0;
    }

    /**
     * An exchange after which nothing more has happened on its socket for a while.
     *
     * @param isEnd nothing more will be seen: what has an answer is over, however short the while was
     */
    void sweep(Flow flow, LiveTable live, int index, long nowNs, boolean isEnd) {
        KernelExchange exchange = live.select(index).exchange();
        int number = exchange.number();
        boolean unanswered = exchange.has(RecordLayout.EXCHANGE_UNANSWERED);
        // The entry's own time is stored after the exchange: of an answer that came late it may still be that of the
        // request. Of a question without answer, the exchange holds the time at which it is given up.
        long answeredNs = unanswered ? 0 : Math.max(exchange.lastReadNs(), exchange.lastSendNs());
        boolean isIdle = nowNs - Math.max(live.lastNs(), answeredNs) >= IDLE_NS + IDLE_MARGIN_NS;
        if (number <= flow.exchangeNumber || !isIdle && (!isEnd || unanswered)) {
            return;
        }
        tracker.threads()
                .attribute(
                        live.exchangeThreadId(),
                        live.exchangeTid(),
                        live.exchangeRequestId(),
                        live.exchangeCallSiteId(),
                        nowNs,
                        who);
        read(exchange, flow, who);
        if (live.cookieAt(index) != flow.cookie || exchange.number() != number) {
            return; // went on while we read
        }
        flow.exchangeNumber = number;
        flow.sweptExchange = number;
        show(flow, who, parts.unanswered ? Errno.ETIMEDOUT : 0);
    }

    /** A datagram between a socket that is not connected and one peer. */
    void datagram(Flow flow, boolean isSent, int bytes, long timeNs, Attributed user) {
        if (flow.inbound) {
            return;
        }
        if (flow.datagrams == null) {
            flow.datagrams = new DatagramExchange();
        }
        boolean ended = isSent
                ? flow.datagrams.sent(bytes, timeNs, user, parts)
                : flow.datagrams.received(bytes, timeNs, parts);
        if (ended) {
            show(flow, flow.datagrams.owner(), parts.unanswered ? Errno.ETIMEDOUT : 0);
        }
    }

    /** An exchange of such a socket in which nothing more happens. */
    void sweepDatagrams(Flow flow, long nowNs) {
        if (flow.datagrams != null && flow.datagrams.expire(nowNs - IDLE_MARGIN_NS, parts)) {
            show(flow, flow.datagrams.owner(), parts.unanswered ? Errno.ETIMEDOUT : 0);
        }
    }

    private void show(Flow flow, Attributed owner, int errno) {
        if (parts.unanswered && parts.isTimed() && parts.waitedUs() < UNANSWERED_MIN_US) {
            return;
        }
        if (MultiplexedFlows.mayOverlap(flow, parts)) {
            parts.setMultiplexed();
        }
        if (pauses.isKnown() && parts.isTimed() && parts.arrivalKnown) {
            addPauses();
        }
        Endpoint endpoint = tracker.endpoints().of(flow);
        boolean isSlow = !parts.inbound && parts.isTimed() && isSlow(endpoint, flow, owner);
        long nowNs = tracker.clock().nanoTime();
        if (endpoint != null) {
            endpoint.exchanges().record(parts, nowNs);
            endpoint.slowCount += isSlow ? 1 : 0;
        }
        tracker.requestTimes().record(owner.request, endpoint, parts, callUs(flow, owner), isSlow, nowNs);
        FlowEvent event = tracker.event(flow.tcp ? EventType.EXCHANGE : EventType.UDP, flow, parts.endNs, owner);
        if (event != null) {
            fill(event, flow, errno);
            event.usedBy = owner.path;
            tracker.publish();
        }
        if (isSlow) {
            report(flow, owner, errno);
        }
    }

    /** A UDP flow's counters are brought up to date once a second: no news here. */
    private void fill(FlowEvent event, Flow flow, int errno) {
        event.exchange.set(parts);
        event.errno = errno;
        if (!flow.tcp) {
            event.bytesSent = event.bytesReceived = event.segmentsOut = event.segmentsIn = FlowEvent.UNKNOWN;
        }
    }

    /**
     * Who sends metrics or logs does not wait for an answer: datagrams to a peer that never sent one, or a connection on which
     * nothing ever came back and that was sent on for longer than anybody waited after that.
     */
    private boolean expectsAnswer(Flow flow) {
        if (!parts.unanswered) {
            return true;
        }
        return flow.tcp
                ? flow.bytesReceived != 0 || parts.sendUs <= parts.waitedUs()
                : flow.segmentsIn != 0 || flow.remotePort == DNS_PORT;
    }

    private void addPauses() {
        long waitUs = parts.inbound ? parts.queueWaitUs : parts.pickupUs;
        long waitEndNs = parts.inbound ? parts.beginNs + waitUs * 1_000 : parts.endNs - parts.transferUs * 1_000;
        parts.gcUs = waitUs == 0 ? 0 : pauses.overlapNs(waitEndNs - waitUs * 1_000, waitEndNs) / 1_000;
    }

    private boolean isSlow(Endpoint endpoint, Flow flow, Attributed owner) {
        if (!expectsAnswer(flow)) {
            return false;
        }
        SlowThreshold threshold = thresholds.of(flow);
        long totalUs = callUs(flow, owner);
        return endpoint == null
                ? threshold.isSlow(totalUs, 0, 0)
                : endpoint.exchanges()
                        .isSlow(threshold, totalUs, tracker.clock().nanoTime());
    }

    private long callUs(Flow flow, Attributed owner) {
        return parts.waitedUs() + connectUs(flow, owner) + lookupUs(flow, owner);
    }

    /** Time to connect if the connection was opened for this call; 0: it was not, or is reported by itself. */
    private long connectUs(Flow flow, Attributed owner) {
        return isOpenedFor(flow, owner) ? flow.connectNs / 1_000 : 0;
    }

    /** Likewise, time to look the peer's name up. */
    private long lookupUs(Flow flow, Attributed owner) {
        return flow.lookupNs != FlowEvent.UNKNOWN && isOpenedFor(flow, owner) ? flow.lookupNs / 1_000 : 0;
    }

    private boolean isOpenedFor(Flow flow, Attributed owner) {
        boolean isOpener = owner.threadId != 0
                ? flow.openedBy.threadId == owner.threadId
                : owner.tid != 0 && flow.openedBy.threadId == 0 && flow.openedBy.tid == owner.tid;
        boolean isSameRequest = owner.request.id != RequestTable.NONE && owner.request.id == flow.openedBy.request.id;
        return parts.number == 1
                && isOpener
                && flow.connectNs != FlowEvent.UNKNOWN
                && !flow.slowConnect
                && (isSameRequest || parts.beginNs - flow.startNs < CONNECT_BELONGS_NS);
    }

    private void report(Flow flow, Attributed owner, int errno) {
        FlowEvent event = tracker.event(EventType.SLOW, flow, parts.endNs, owner);
        if (event != null) {
            long connectUs = connectUs(flow, owner);
            long lookupUs = lookupUs(flow, owner);
            fill(event, flow, errno);
            event.usedBy = owner.path;
            event.verdict = Verdict.of(parts, connectUs, lookupUs);
            event.connectNs = connectUs == 0 ? FlowEvent.UNKNOWN : flow.connectNs;
            event.lookupNs = lookupUs == 0 ? FlowEvent.UNKNOWN : flow.lookupNs;
            tracker.publish();
        }
    }

    /** Whether what has no peer took too long. */
    boolean isSlow(long us) {
        return thresholds.general().isSlow(us, 0, 0);
    }

    /** A connection attempt that took too long, whether it came to something or not: a slow call by itself. */
    public void connected(Flow flow, long timeNs, Attributed owner, int errno) {
        if (flow.connectNs == FlowEvent.UNKNOWN || !thresholds.of(flow).isSlow(flow.connectNs / 1_000, 0, 0)) {
            return;
        }
        flow.slowConnect = true;
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.slowCount++;
        }
        FlowEvent event = tracker.event(EventType.SLOW, flow, timeNs, owner);
        if (event != null) {
            event.verdict = flow.lookupNs > flow.connectNs ? Verdict.LOOKUP : Verdict.CONNECT;
            event.connectNs = flow.connectNs;
            event.lookupNs = flow.lookupNs;
            event.durationNs = FlowEvent.UNKNOWN;
            event.errno = errno;
            tracker.publish();
        }
    }
}
