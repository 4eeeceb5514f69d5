// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

/**
 * The clock that HotSpot's safepoint counters make together: time not stopped plus time stopped is the time of the last
 * safepoint's begin or end, counted from a moment at the JVM's start which no counter tells. Each safepoint that is seen says
 * a bit more about that moment: between which two looks it was, around which collection.
 *
 * <p>Threading: confined to the reader thread.
 */
final class SafepointClock {
    private long earliestZeroNs;
    private long latestZeroNs;

    /** The clock showed 0 in between, in System.nanoTime(). */
    SafepointClock(long earliestZeroNs, long latestZeroNs) {
        this.earliestZeroNs = earliestZeroNs;
        this.latestZeroNs = latestZeroNs;
    }

    /**
     * A safepoint, in this clock, and what is known about it. Should that contradict what was known before, then that was
     * wrong, or the clock has drifted: the newest counts.
     *
     * @param beganAfterNs not later than its begin
     * @param endedBeforeNs not before its end
     */
    void narrow(long begin, long end, long beganAfterNs, long endedBeforeNs) {
        narrow(beganAfterNs - begin, endedBeforeNs - end);
    }

    /** What lies inside a safepoint: it begins before that and ends after it. */
    void narrowAround(long begin, long end, long innerStartNs, long innerEndNs) {
        narrow(innerEndNs - end, innerStartNs - begin);
    }

    private void narrow(long earliest, long latest) {
        if (latest - earliest < 0) {
            return; // contradicts itself
        }
        boolean contradicts = latest - earliestZeroNs < 0 || latestZeroNs - earliest < 0;
        if (contradicts || earliest - earliestZeroNs > 0) {
            earliestZeroNs = earliest;
        }
        if (contradicts || latestZeroNs - latest > 0) {
            latestZeroNs = latest;
        }
    }

    /** Forgets some of it: the counters may have drifted by so much, either way. */
    void loosen(long driftNs) {
        earliestZeroNs -= driftNs;
        latestZeroNs += driftNs;
    }

    /** System.nanoTime() of what this clock shows, or later. */
    long earliest(long shown) {
        return earliestZeroNs + shown;
    }

    /** System.nanoTime() of what this clock shows, or before. */
    long latest(long shown) {
        return latestZeroNs + shown;
    }
}
