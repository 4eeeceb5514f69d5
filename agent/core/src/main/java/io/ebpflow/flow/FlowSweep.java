// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.kernel.LiveTable;
import io.ebpflow.kernel.SocketWitness;
import java.util.ArrayList;
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

    /** Code paths of openers to name in a sweep, 10 microseconds each: until then they hold classes of the application. */
    private static final int MAX_NAMED = 500;

    /** What users see as {@code closed_by} of a UDP flow. */
    private static final String IDLE = "timeout";

    private final FlowTracker tracker;
    private final Exchanges exchanges;
    private final LiveTable live;
    private final LostCloses lostCloses;
    private final Orphans orphans;
    private final RetiredFlows retired;
    private final LiveCounters counters;
    private final long snapshotIntervalNs;
    private final List<Flow> all = new ArrayList<>();

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
        retired = new RetiredFlows(live);
        counters = new LiveCounters(live, tracker);
        orphans = new Orphans(live, lostCloses, tracker.flows(), retired::has, nowNs);
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
            tracker.accepts().sweep(flow);
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
        tracker.accepts().forgetEnded(nowNs);
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
            counters.read(flow);
        }
        tracker.account(flow);
    }

    private void endUdp(Flow flow, long nowNs) {
        tracker.end(flow);
        if (flow.counted) {
            show(flow, IDLE);
        } else {
            retired.add(flow, IDLE, nowNs);
        }
    }

    /** Without an event: what is known of such an end is only that it was. */
    private void endLost(long nowNs, long drainedNs) {
        for (Flow flow : lostCloses.ask(nowNs, drainedNs)) {
            tracker.end(flow);
            if (flow.liveIndex != LiveTable.NONE) {
                retired.add(flow, null, nowNs);
            }
        }
    }

    /** Flows that had to make room in Java's table, or whose socket began anew: the kernel keeps an entry for each. */
    private void retireDropped(long nowNs) {
        for (Flow flow : tracker.droppedUdp()) {
            retired.add(flow, null, nowNs);
        }
        tracker.droppedUdp().clear();
    }

    private void freeRetired(long nowNs) {
        retired.free(nowNs, flow -> {
            refresh(flow);
            if (!flow.tcp) {
                show(flow, flow.retiredBy);
            }
        });
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
