// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * The last pauses. A pause is a window and how much of it the JVM was stopped: all of it if its place is known exactly,
 * less if only so much is known that it happened in there.
 *
 * <pre>
 *   window   |-----------------------|        10 ms, stopped for 8 of them
 *   asked          |-----------------------|  3 ms of the window are outside: at least 8 - 3 = 5 ms were inside
 * </pre>
 *
 * Whoever asks gets what is certain. Pauses are recorded once each, so their parts can be added: one window may overlap
 * another, the stops in them do not.
 *
 * <p>Threading: confined to the reader thread, except {@link #unresolvedNs} and {@link #totalNs}, for any.
 */
final class PauseRing {
    /** Worse than this is "not known where" and counted; finer would count the rounding of clocks. */
    static final long PLACED_NS = 1_000_000;

    private final long[] starts;
    private final long[] ends;
    private final long[] stops;

    /** False: what was stopped in the window may be several stops, with the JVM running in between. */
    private final boolean[] isOne;

    /** The latest end so far: where it lies before what is asked for, so does all that is older. */
    private final long[] latestEnds;

    private final int mask;
    private long recorded;

    /** Both: one writer. */
    private volatile long totalNs;

    private volatile long unresolvedNs;

    /** @param capacity a power of two */
    PauseRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two: " + capacity);
        }
        starts = new long[capacity];
        ends = new long[capacity];
        stops = new long[capacity];
        isOne = new boolean[capacity];
        latestEnds = new long[capacity];
        mask = capacity - 1;
    }

    /** Adds a single pause of {@code stoppedNs} somewhere in this window; 0 is none. */
    void recordOne(long startNs, long endNs, long stoppedNs) {
        record(startNs, endNs, stoppedNs, true);
    }

    /** Adds one or more pauses, of {@code stoppedNs} in all, somewhere in this window; 0 is none. */
    void record(long startNs, long endNs, long stoppedNs) {
        record(startNs, endNs, stoppedNs, false);
    }

    private void record(long startNs, long endNs, long stoppedNs, boolean isSingle) {
        if (stoppedNs <= 0) {
            return;
        }
        int at = (int) recorded & mask;
        starts[at] = startNs;
        ends[at] = endNs;
        isOne[at] = isSingle;
        stops[at] = Math.min(stoppedNs, endNs - startNs);
        long latest = recorded == 0 ? endNs : latestEnds[(int) (recorded - 1) & mask];
        latestEnds[at] = latest - endNs > 0 ? latest : endNs;
        recorded++;
        totalNs += stoppedNs;
        if (endNs - startNs - stoppedNs > PLACED_NS) {
            unresolvedNs += stoppedNs;
        }
    }

    /** Counts time that the JVM was stopped, nobody can say when. */
    void lose(long stoppedNs) {
        totalNs += stoppedNs;
        unresolvedNs += stoppedNs;
    }

    /** How long the JVM was stopped in this interval, for certain. */
    long overlapNs(long fromNs, long toNs) {
        long sum = 0;
        long oldest = Math.max(0, recorded - starts.length);
        for (long i = recorded - 1; i >= oldest; i--) {
            int at = (int) i & mask;
            if (latestEnds[at] - fromNs <= 0) {
                break;
            }
            long inside = Math.min(ends[at] - fromNs, toNs - fromNs) - Math.max(starts[at] - fromNs, 0);
            if (inside > 0) {
                sum += Math.max(0, stops[at] - (ends[at] - starts[at] - inside));
            }
        }
        return Math.min(sum, Math.max(0, toNs - fromNs));
    }

    /**
     * When a thread went on that came back to Java at this time: at once, or at the end of the stop that it came into. Of a
     * stop that was some time in its window, only the part that belongs to it wherever it lay. Where there may have been
     * several, nothing: who came back may have done so between two of them.
     *
     * <pre>
     *   window   |-----------------------|        10 ms, stopped for 8 of them
     *   stopped    at the latest from 2 ms, at the earliest until 8 ms: who came back in between waited until 8 ms at least
     * </pre>
     */
    long resumeNs(long atNs) {
        long oldest = Math.max(0, recorded - starts.length);
        for (long i = recorded - 1; i >= oldest; i--) {
            int at = (int) i & mask;
            if (latestEnds[at] - atNs <= 0) {
                break;
            }
            long earliestEndNs = starts[at] + stops[at];
            if (isOne[at] && ends[at] - stops[at] - atNs <= 0 && earliestEndNs - atNs > 0) {
                return earliestEndNs;
            }
        }
        return atNs;
    }

    List<Pause> copy() {
        List<Pause> pauses = new ArrayList<>();
        for (long i = Math.max(0, recorded - starts.length); i < recorded; i++) {
            int at = (int) i & mask;
            pauses.add(new Pause(starts[at], ends[at], stops[at]));
        }
        return pauses;
    }

    long totalNs() {
        return totalNs;
    }

    long unresolvedNs() {
        return unresolvedNs;
    }
}
