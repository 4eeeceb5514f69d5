// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.kernel.LiveTable;
import java.util.function.IntPredicate;

/**
 * Entries of the live table without a flow in Java's: its first record was lost, or it had to make room. Those that are
 * over are given back, first asked to retire, freed at the next search. A TCP entry is the kernel's to free; one that is
 * still there although its socket is gone is a close that no program saw.
 *
 * <p>Threading: confined to the reader thread.
 */
final class Orphans {
    private static final int IPPROTO_UDP = 17;

    /** 16 Ki entries take some 100 microseconds. */
    private static final long INTERVAL_NS = 5_000_000_000L;

    private static final long UDP_IDLE_NS = 2 * FlowSweep.UDP_IDLE_NS;

    private final LiveTable live;
    private final LostCloses lostCloses;
    private final FlowTable flows;
    private final IntPredicate isRetired;
    private long dueNs;

    /** Where the next search begins: behind the last entry that was asked about. */
    private int first;

    /** @param isRetired whether the entry of this index is already being given back */
    Orphans(LiveTable live, LostCloses lostCloses, FlowTable flows, IntPredicate isRetired, long nowNs) {
        this.live = live;
        this.lostCloses = lostCloses;
        this.flows = flows;
        this.isRetired = isRetired;
        dueNs = nowNs + INTERVAL_NS;
    }

    /** A search, if it is time. */
    void run(long nowNs) {
        if (nowNs < dueNs) {
            return;
        }
        dueNs = nowNs + INTERVAL_NS;
        int from = first;
        int questions = 0;
        for (int i = 0; i < live.capacity(); i++) {
            int index = from + i & live.capacity() - 1;
            if (!isOrphan(index, nowNs)) {
                continue;
            }
            boolean isUdp = live.protocol() == IPPROTO_UDP;
            if (live.isRetiring()) {
                live.free();
                lostCloses.count(isUdp ? 0 : 1);
            } else if (isUdp) {
                live.retire();
            } else if (questions++ < LostCloses.MAX_QUESTIONS) {
                first = index + 1;
                if (lostCloses.isGone(index)) {
                    live.retire();
                }
            }
        }
    }

    /** Selects the entry; whether it was silent for long enough, and is nobody's. */
    private boolean isOrphan(int index, long nowNs) {
        long cookie = live.cookieAt(index);
        if (cookie <= 0) {
            return false;
        }
        if (live.select(index).protocol() == IPPROTO_UDP) {
            return nowNs - live.lastNs() > UDP_IDLE_NS;
        }
        return nowNs - live.lastNs() > LostCloses.patienceNs(live.tcpState())
                && flows.get(cookie) == null
                && !isRetired.test(index);
    }
}
