// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.kernel.LiveTable;
import io.ebpflow.kernel.SocketWitness;
import io.ebpflow.kernel.SocketWitness.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds TCP flows whose end no program saw: the kernel may run no programs at all for a while on a CPU, and what a softirq
 * does then has no other trace than that the socket is gone. Such a close is counted as lost, and its flow forgotten.
 *
 * <p>Only flows in doubt are asked about: those that have begun to close, which takes a round trip, and those that were
 * silent for long. Whoever is found alive is asked again after twice the time. Gone is what was gone at two sweeps, with
 * every record of the time in between read: its close may have been on its way.
 *
 * <p>The table of live flows tells another loss apart: a program that sees a close frees the flow's entry. If no record
 * comes, the ring was full and the kernel has counted it; the flow is forgotten, nothing is counted twice.
 *
 * <p>Threading: confined to the reader thread.
 */
final class LostCloses {
    /** A sweep, a few microseconds each. More wait for the next one. */
    static final int MAX_QUESTIONS = 64;

    /** Longer than a FIN and its answer take in most networks: fewer would ask about closes that are on their way. */
    static final long CLOSING_NS = 2_000_000_000L;

    /** The end of an idle connection may have been missed from its first move on, by a reset for example. */
    static final long SILENT_NS = 60_000_000_000L;

    /** What a lost close of an idle connection may take at most to be found; 10 000 of them cost 17 questions a second. */
    private static final long MAX_DISTANCE_NS = 600_000_000_000L;

    /** From a look to the time until which the ring must have been read: a program that is at work is done by then. */
    private static final long SETTLED_NS = 500_000_000L;

    /** Far beyond the flow table, far below an overflow. */
    private static final int TURNS = 1 << 30;

    /** Of tcp_states.h: those behind ESTABLISHED, SYN_SENT and SYN_RECV. */
    private static final int STATE_FIN_WAIT1 = 4;

    /**
     * A flow that may be over.
     *
     * <p>Threading: confined to the reader thread.
     */
    static final class Doubt {
        /** What it looked like then: if that changes, it lives. */
        private final int tcpState;

        private final long lastNs;
        private long dueNs;
        private long distanceNs;

        /** When it was first found gone, 0: it was not. */
        private long goneNs;

        private Doubt(Flow flow, long dueNs, long distanceNs) {
            tcpState = flow.tcpState;
            lastNs = flow.lastNs;
            this.dueNs = dueNs;
            this.distanceNs = distanceNs;
        }

        private boolean isAbout(Flow flow) {
            return tcpState == flow.tcpState && lastNs == flow.lastNs;
        }
    }

    private final LiveTable live;
    private final SocketWitness witness;
    private final List<Flow> closing = new ArrayList<>();
    private final List<Flow> silent = new ArrayList<>();
    private final List<Flow> over = new ArrayList<>();

    /** Where the next sweep begins when there are more than may be asked about. */
    private int turn;

    private long count;

    LostCloses(LiveTable live, SocketWitness witness) {
        this.live = live;
        this.witness = witness;
    }

    /** Closes that no program saw. */
    long count() {
        return count;
    }

    void count(int more) {
        count += more;
    }

    /** Takes a TCP flow, as the sweep has just read it, under consideration. */
    void consider(Flow flow, long nowNs, long drainedNs) {
        if (flow.hasNoEntry) {
            return; // nothing tells whether its close was seen
        }
        if (flow.liveIndex == LiveTable.NONE) {
            released(flow, nowNs, drainedNs);
        } else if (witness.isUsable()) {
            doubt(flow, nowNs);
        }
    }

    private static boolean isClosing(int tcpState) {
        return tcpState >= STATE_FIN_WAIT1;
    }

    /** How long a socket in this state may be silent until it is in doubt. */
    static long patienceNs(int tcpState) {
        return isClosing(tcpState) ? CLOSING_NS : SILENT_NS;
    }

    private void released(Flow flow, long nowNs, long drainedNs) {
        if (flow.releasedNs == 0) {
            flow.releasedNs = nowNs;
        } else if (drainedNs - flow.releasedNs >= SETTLED_NS) {
            over.add(flow);
        }
    }

    private void doubt(Flow flow, long nowNs) {
        boolean isClosing = isClosing(flow.tcpState);
        if (!isClosing && nowNs - flow.lastNs < SILENT_NS) {
            flow.doubt = null;
            return;
        }
        if (flow.doubt == null || !flow.doubt.isAbout(flow)) {
            flow.doubt = new Doubt(flow, isClosing ? nowNs + CLOSING_NS : nowNs, patienceNs(flow.tcpState));
        }
        if (nowNs >= flow.doubt.dueNs) {
            (isClosing ? closing : silent).add(flow);
        }
    }

    /**
     * Asks about those that are due.
     *
     * @return flows that are over without an event, the caller's to forget
     */
    List<Flow> ask(long nowNs, long drainedNs) {
        int asked = ask(closing, MAX_QUESTIONS, nowNs, drainedNs);
        ask(silent, MAX_QUESTIONS - asked, nowNs, drainedNs);
        if (over.isEmpty()) {
            return List.of();
        }
        List<Flow> leaving = new ArrayList<>(over);
        over.clear();
        return leaving;
    }

    private int ask(List<Flow> due, int limit, long nowNs, long drainedNs) {
        int questions = Math.min(limit, due.size());
        for (int i = 0; i < questions; i++) {
            ask(due.get((turn + i) % due.size()), nowNs, drainedNs);
        }
        turn = (turn + questions) % TURNS;
        due.clear();
        return questions;
    }

    private void ask(Flow flow, long nowNs, long drainedNs) {
        Doubt doubt = flow.doubt;
        if (!isGone(flow.liveIndex)) {
            doubt.goneNs = 0;
            doubt.dueNs = nowNs + doubt.distanceNs;
            doubt.distanceNs = Math.min(2 * doubt.distanceNs, MAX_DISTANCE_NS);
        } else if (doubt.goneNs == 0) {
            doubt.goneNs = nowNs;
        } else if (drainedNs - doubt.goneNs >= SETTLED_NS) {
            over.add(flow);
            count++;
        }
    }

    /** Whether the socket of this live entry is known to be gone. */
    boolean isGone(int liveIndex) {
        return witness.ask(live.select(liveIndex)) == Answer.GONE;
    }
}
