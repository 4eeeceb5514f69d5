// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.util.function.LongSupplier;

/**
 * Every safepoint, from counters in HotSpot's perf data: how many there were, and how long in all the JVM was running, was
 * reaching a safepoint, and was in one ({@code sun.rt.safepoints}, {@code applicationTime}, {@code safepointSyncTime}, {@code
 * safepointTime}). The three times follow each other without a gap and so make a clock, see {@link SafepointClock}:
 *
 * <pre>
 *   VM thread   count++, running += ...     reaching += ...    threads wake     stopped += ...
 *                    |                           |                  |                |
 *   clock        the begin                     reached          (no counter)      the end
 * </pre>
 *
 * One safepoint between two looks is placed exactly. Of several only the sum is known, and where collections were in there;
 * the rest goes into the window between the looks. A stop begins when threads are asked to stop, since one that returns from
 * a system call waits from then on. Its end is when the VM thread has woken them: on a busy machine they run while it
 * waits for a CPU, so what is longer than the operation itself is claimed up to a millisecond and lost beyond.
 *
 * <p>Threading: confined to the reader thread.
 */
final class SafepointPauses implements PauseSource {
    /** Between a collection's time and a safepoint's: what {@link JdkPerf#ticksToNanoTime} may be wrong. */
    static final long CLOCK_ERROR_NS = 1_000;

    /**
     * The VM thread takes a time first and writes it after, and may be off the CPU in between. Longer than this, and a pause is
     * placed too late for once; a next one mends it.
     */
    private static final long WRITE_DELAY_NS = 1_000_000;

    /** By which JDK 11's sum may be wrong after each safepoint. */
    private static final long OLD_DRIFT_NS = 1_000;

    /** Looks at a safepoint that has no end, about 50 us: it is written within few of them if the VM thread has a CPU. */
    private static final int LOOKS = 400;

    private static final int RUNNING = 0;
    private static final int REACHING = 1;
    private static final int STOPPED = 2;

    /** {@code sun.threads.vmOperationTime}: what was done in safepoints, and a few things outside of them. */
    private static final int OPERATING = 3;

    private static final String[] TIMES = {
        "sun.rt.applicationTime", "sun.rt.safepointSyncTime", "sun.rt.safepointTime", "sun.threads.vmOperationTime"
    };

    private final PerfData data;
    private final int countOffset;
    private final int[] offsets = new int[TIMES.length];
    private final long[] times = new long[TIMES.length];

    /** Since {@link #times}. */
    private final long[] news = new long[TIMES.length];

    private final CollectionTimes collections;
    private final SafepointClock clock;
    private final boolean isReachingPartOfStopped;
    private final long driftNs;
    private final LongSupplier nanoTime;
    private long count;

    /** False after several: the last one's end may not be written yet. It is taken for written if all looks see none. */
    private boolean isEndKnown;

    /** What is not in the counters above begins after this. */
    private long seenNs;

    /**
     * @param ticksToNanoTime see {@link JdkPerf#ticksToNanoTime}
     * @param isOld JDK 11: the time stopped has the time of reaching in it, and the clock is read twice at each begin and end,
     *     with logging between
     */
    SafepointPauses(PerfData data, long ticksToNanoTime, boolean isOld, LongSupplier nanoTime) {
        this.data = data;
        this.nanoTime = nanoTime;
        isReachingPartOfStopped = isOld;
        driftNs = isOld ? OLD_DRIFT_NS : 0;
        countOffset = data.find("sun.rt.safepoints");
        collections = new CollectionTimes(data, ticksToNanoTime);
        seenNs = nanoTime.getAsLong();
        count = data.read(countOffset);
        for (int i = 0; i < TIMES.length; i++) {
            offsets[i] = data.find(TIMES[i]);
            times[i] = data.read(offsets[i]);
        }
        clock = new SafepointClock(ticksToNanoTime, nanoTime.getAsLong() - shown());
    }

    /** Whether this JVM has all that is needed; ticks are nanoseconds on all platforms we know. */
    static boolean isKnown(PerfData data) {
        int frequency = data.find("sun.os.hrt.frequency");
        boolean hasTimes = data.find("sun.rt.safepoints") >= 0;
        for (String time : TIMES) {
            hasTimes &= data.find(time) >= 0;
        }
        return hasTimes && frequency >= 0 && data.read(frequency) == 1_000_000_000;
    }

    @Override
    public void poll(long nowNs, PauseRing ring) {
        for (int i = 0; i < LOOKS; i++) {
            if (look(nowNs, ring)) {
                return;
            }
            Thread.onSpinWait();
        }
        isEndKnown = true;
    }

    /** Returns false if the VM thread is about to write more. */
    private boolean look(long nowNs, PauseRing ring) {
        long newCount = data.read(countOffset);
        for (int i = 0; i < TIMES.length; i++) {
            news[i] = data.read(offsets[i]) - times[i];
        }
        if (news[STOPPED] == 0) {
            boolean isStill = newCount == count && news[RUNNING] == 0;
            seenNs = isStill ? nowNs : seenNs;
            return isStill && isEndKnown;
        }
        collections.read();
        long readNs = nanoTime.getAsLong();
        if (data.read(countOffset) != newCount) {
            return false; // the next one has begun while we read
        }
        long begin = shown() + news[RUNNING];
        long stopped = news[STOPPED] + (isReachingPartOfStopped ? 0 : news[REACHING]);
        long wakingNs = Math.max(0, stopped - news[REACHING] - news[OPERATING]);
        long certain = wakingNs > PauseRing.PLACED_NS ? stopped - wakingNs : stopped;
        if (news[RUNNING] == 0) {
            place(begin, begin + stopped, certain, clock.earliest(begin), readNs, ring);
            isEndKnown = true;
        } else if (newCount - count == 1 && isEndKnown) {
            place(begin, begin + stopped, certain, seenNs, readNs, ring);
        } else {
            placeSeveral(shown(), begin + stopped, certain, readNs, ring);
            isEndKnown = false;
        }
        ring.lose(stopped - certain);
        return take(newCount, nowNs);
    }

    private boolean take(long newCount, long nowNs) {
        clock.loosen(driftNs * (newCount - count));
        collections.take();
        // Where only an end is new, a count that is ahead belongs to a begin whose time is not written yet.
        count = news[RUNNING] == 0 ? count : newCount;
        for (int i = 0; i < TIMES.length; i++) {
            times[i] += news[i];
        }
        seenNs = nowNs;
        return isEndKnown && count == newCount;
    }

    /** The clock that the times make. */
    private long shown() {
        return times[RUNNING] + times[STOPPED] + (isReachingPartOfStopped ? 0 : times[REACHING]);
    }

    /** One safepoint. */
    private void place(long begin, long end, long certain, long beganAfterNs, long readNs, PauseRing ring) {
        clock.narrow(begin, end, beganAfterNs - WRITE_DELAY_NS, readNs);
        long nextNs = clock.earliest(begin);
        long toNs = clock.latest(end);
        for (int i = collections.first(nextNs, toNs); i >= 0; i = collections.first(nextNs, toNs)) {
            long startNs = collections.startNs(i) + CLOCK_ERROR_NS;
            nextNs = collections.endNs(i);
            clock.narrowAround(begin, end, startNs, nextNs - CLOCK_ERROR_NS);
        }
        ring.recordOne(clock.earliest(begin), clock.latest(begin + certain), certain);
    }

    /** Several: where collections were, the JVM was stopped; the rest is anywhere between. */
    private void placeSeveral(long begin, long end, long stopped, long readNs, PauseRing ring) {
        long fromNs = clock.earliest(begin);
        if (isEndKnown && seenNs - WRITE_DELAY_NS - fromNs > 0) {
            fromNs = seenNs - WRITE_DELAY_NS;
        }
        long toNs = readNs - clock.latest(end) > 0 ? clock.latest(end) : readNs;
        long leftNs = stopped;
        long nextNs = fromNs;
        for (int i = collections.first(nextNs, toNs); i >= 0; i = collections.first(nextNs, toNs)) {
            long startNs = collections.startNs(i);
            nextNs = collections.endNs(i);
            if (nextNs - startNs <= leftNs) {
                ring.recordOne(startNs, nextNs, nextNs - startNs);
                leftNs -= nextNs - startNs;
            }
        }
        ring.record(fromNs, toNs, leftNs);
    }
}
