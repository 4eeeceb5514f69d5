// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.kernel.LiveTable;
import io.ebpflow.kernel.SocketWitness;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Once a second: brings live flows up to date from the kernel's table, shows those that moved every snapshot interval,
 * and ends UDP flows that were idle, since nothing reports the close of a UDP socket. An end bears the time of the last
 * datagram, not that of the sweep. TCP flows whose end no program saw leave without an event, see {@link LostCloses}.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class FlowSweep {
    /** As long as conntrack keeps an unanswered UDP flow (nf_conntrack_udp_timeout). */
    static final long UDP_IDLE_NS = 30_000_000_000L;

    /** How often distributions that nobody adds to are given back. */
    private static final long FORGET_NS = 30_000_000_000L;

    /** A program that still writes into a retired entry is done long before: it runs for a microsecond. */
    private static final long RETIRE_NS = 1_000_000_000L;

    /** Code paths of openers to name in a sweep, 10 microseconds each: until then they hold classes of the application. */
    private static final int MAX_NAMED = 500;

    /** What users see as {@code closed_by} of a UDP flow. */
    private static final String IDLE = "timeout";

    private final FlowTracker tracker;
    private final Exchanges exchanges;
    private final LiveTable live;
    private final LostCloses lostCloses;
    private final Orphans orphans;
    private final long snapshotIntervalNs;
    private final List<Flow> all = new ArrayList<>();

    /** Flows that are over and whose entry is ours to free, until their counters are final. */
    private final List<Flow> retiring = new ArrayList<>();

    private long snapshotDueNs;
    private long forgetDueNs;

    /**
     * @param witness whom to ask about TCP flows that may be over
     * @param snapshotIntervalNs 0: no snapshots
     */
    public FlowSweep(
            FlowTracker tracker,
            Exchanges exchanges,
            LiveTable live,
            SocketWitness witness,
            long snapshotIntervalNs,
            long nowNs) {
        this.tracker = tracker;
        this.exchanges = exchanges;
        this.live = live;
        lostCloses = new LostCloses(live, witness);
        orphans = new Orphans(live, lostCloses, tracker.flows(), this::isRetired, nowNs);
        this.snapshotIntervalNs = snapshotIntervalNs;
        snapshotDueNs = nowNs + snapshotIntervalNs;
        forgetDueNs = nowNs + FORGET_NS;
    }

    /** Brings every live flow up to date. */
    public void refresh() {
        tracker.flows().forEach(this::refresh);
    }

    /** Closes that no program saw. */
    public long lostCloseCount() {
        return lostCloses.count();
    }

    /**
     * One sweep.
     *
     * @param drainedNs every record of before this time has been taken from the ring
     */
    public void run(long nowNs, long drainedNs) {
        boolean isSnapshot = snapshotIntervalNs != 0 && nowNs >= snapshotDueNs;
        if (isSnapshot) {
            snapshotDueNs = nowNs + snapshotIntervalNs;
        }
        collect();
        int named = 0;
        for (Flow flow : all) {
            named += named < MAX_NAMED ? flow.nameOpener() : 0;
            refresh(flow);
            sweepUnaccepted(flow);
            sweepExchange(flow, nowNs, false);
            if (isSnapshot) {
                show(flow, null);
            }
            if (!flow.tcp && isIdle(flow, nowNs)) {
                endUdp(flow, nowNs);
            } else if (flow.tcp) {
                lostCloses.consider(flow, nowNs, drainedNs);
            }
        }
        all.clear();
        endLost(nowNs, drainedNs);
        tracker.pendingAccepts().forgetEnded(nowNs);
        retireDropped(nowNs);
        freeRetired(nowNs);
        orphans.run(nowNs);
        tracker.countRequests();
        if (nowNs >= forgetDueNs) {
            forgetDueNs = nowNs + FORGET_NS;
            tracker.endpoints().forgetIdle(nowNs);
            tracker.requestTimes().forgetIdle(nowNs);
        }
    }

    /** Used but not accepted, at two sweeps: its hook would have been here by now, so there is none. */
    private void sweepUnaccepted(Flow flow) {
        if (flow.accepted || flow.usedBy.tid == 0 && flow.usedBy.threadId == 0) {
            return;
        }
        if (flow.usedUnaccepted) {
            tracker.acceptedUnseen(flow);
        }
        flow.usedUnaccepted = true;
    }

    private void sweepExchange(Flow flow, long nowNs, boolean isEnd) {
        if (flow.counted) {
            exchanges.sweepDatagrams(flow, nowNs);
            return;
        }
        int index = flow.retiredNs != 0 ? LiveTable.NONE : live.find(flow.cookie, flow.startNs);
        if (index != LiveTable.NONE) {
            exchanges.sweep(flow, live, index, nowNs, isEnd);
        }
    }

    /**
     * The end of observation: what flows did since they were last shown is not lost, nor is an exchange without a next. A
     * connection that is open then, or whose peer has not closed its side yet, has no close.
     */
    public void finish() {
        collect();
        for (Flow flow : all) {
            sweepExchange(flow, tracker.clock().nanoTime(), true);
            refresh(flow);
            if (!flow.tcp || snapshotIntervalNs != 0) {
                show(flow, null);
            }
        }
        all.clear();
        retireDropped(tracker.clock().nanoTime());
        freeRetired(Long.MAX_VALUE);
    }

    private void collect() {
        tracker.flows().forEach(all::add);
    }

    private void refresh(Flow flow) {
        if (!flow.counted) {
            readLive(flow);
        }
        tracker.account(flow);
    }

    private void readLive(Flow flow) {
        int index = flow.retiredNs != 0 ? flow.retiredIndex : live.find(flow.cookie, flow.startNs);
        flow.liveIndex = index;
        if (index == LiveTable.NONE) {
            return;
        }
        live.select(index);
        long bytesSent = live.bytesSent();
        long bytesReceived = live.bytesReceived();
        long segmentsOut = live.segmentsOut() & 0xffffffffL;
        long segmentsIn = live.segmentsIn() & 0xffffffffL;
        int retransmits = live.retransmits();
        int srttUs = live.srttUs();
        long lastNs = live.lastNs();
        int tid = live.tid();
        long threadId = live.threadId();
        int tcpState = live.tcpState();
        if (live.cookieAt(index) != flow.cookie) {
            flow.liveIndex = LiveTable.NONE;
            return; // ended while we read
        }
        if (!flow.tcp && flow.remotePort == 0) {
            unclaimed(flow, bytesSent, bytesReceived, segmentsOut, segmentsIn);
        } else {
            flow.bytesSent = Math.max(flow.bytesSent, bytesSent);
            flow.bytesReceived = Math.max(flow.bytesReceived, bytesReceived);
            flow.segmentsOut = segmentsOut;
            flow.segmentsIn = segmentsIn;
        }
        if (flow.tcp) {
            flow.retransmits = retransmits;
            flow.srttUs = srttUs;
            flow.tcpState = tcpState;
        }
        if (tid != 0 && (threadId == 0 ? tid != flow.usedBy.tid : threadId != flow.usedBy.threadId)) {
            // Two threads may write these two fields at once: the tid counts only where there is no thread id.
            tracker.threads()
                    .attribute(
                            threadId, threadId == 0 ? tid : 0, tracker.clock().nanoTime(), flow.usedBy);
        }
        flow.lastNs = Math.max(flow.lastNs, lastNs);
    }

    /**
     * A socket without a peer keeps what no hook has claimed. A hook runs some microseconds after the kernel counted, so
     * the claims of now are set against the count of the sweep before.
     */
    private static void unclaimed(
            Flow socket, long bytesSent, long bytesReceived, long datagramsSent, long datagramsReceived) {
        DatagramCounts swept = socket.swept;
        DatagramCounts claimed = socket.claimed;
        socket.bytesSent = Math.max(0, swept.bytesSent - claimed.bytesSent);
        socket.bytesReceived = Math.max(0, swept.bytesReceived - claimed.bytesReceived);
        socket.segmentsOut = Math.max(0, swept.datagramsSent - claimed.datagramsSent);
        socket.segmentsIn = Math.max(0, swept.datagramsReceived - claimed.datagramsReceived);
        swept.bytesSent = bytesSent;
        swept.bytesReceived = bytesReceived;
        swept.datagramsSent = datagramsSent;
        swept.datagramsReceived = datagramsReceived;
    }

    private void endUdp(Flow flow, long nowNs) {
        tracker.end(flow);
        if (flow.counted) {
            show(flow, IDLE);
        } else {
            retire(flow, IDLE, nowNs);
        }
    }

    /** Without an event: what is known of such an end is only that it was. */
    private void endLost(long nowNs, long drainedNs) {
        for (Flow flow : lostCloses.ask(nowNs, drainedNs)) {
            tracker.end(flow);
            if (flow.liveIndex != LiveTable.NONE) {
                retire(flow, null, nowNs);
            }
        }
    }

    /** Flows that had to make room in Java's table, or whose socket began anew: the kernel keeps an entry for each. */
    private void retireDropped(long nowNs) {
        for (Flow flow : tracker.droppedUdp()) {
            retire(flow, null, nowNs);
        }
        tracker.droppedUdp().clear();
    }

    private void retire(Flow flow, String retiredBy, long nowNs) {
        flow.retiredIndex = live.find(flow.cookie, flow.startNs);
        flow.retiredBy = retiredBy;
        flow.retiredNs = nowNs;
        if (flow.retiredIndex != LiveTable.NONE) {
            live.select(flow.retiredIndex).retire();
        }
        retiring.add(flow);
    }

    private void freeRetired(long nowNs) {
        for (Iterator<Flow> flows = retiring.iterator(); flows.hasNext(); ) {
            Flow flow = flows.next();
            if (nowNs - flow.retiredNs >= RETIRE_NS) {
                refresh(flow);
                if (!flow.tcp) {
                    show(flow, flow.retiredBy);
                }
                if (flow.retiredIndex != LiveTable.NONE && live.cookieAt(flow.retiredIndex) == flow.cookie) {
                    live.select(flow.retiredIndex).free();
                }
                flows.remove();
            }
        }
    }

    private boolean isRetired(int index) {
        return retiring.stream().anyMatch(flow -> flow.retiredIndex == index);
    }

    private static boolean isIdle(Flow flow, long nowNs) {
        return nowNs - flow.lastNs > UDP_IDLE_NS;
    }

    /** A flow that has not moved since it was last shown is not shown again, one without data not at all. */
    private void show(Flow flow, String closedBy) {
        boolean hasData = flow.segmentsOut + flow.segmentsIn + flow.bytesSent + flow.bytesReceived > 0;
        if (!hasData || flow.lastNs == flow.snapshotNs && closedBy == null) {
            return;
        }
        flow.snapshotNs = flow.lastNs;
        EventType type = flow.tcp ? EventType.FLOW : EventType.UDP_FLOW;
        FlowEvent event = tracker.event(type, flow, flow.lastNs, flow.usedBy);
        if (event != null) {
            event.closedBy = closedBy;
            tracker.publish();
        }
    }
}
