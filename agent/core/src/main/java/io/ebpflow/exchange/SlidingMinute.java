// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import org.HdrHistogram.IntCountsHistogram;

/**
 * Values of the last 50 to 60 seconds: six slots of ten seconds, and their sum, from which a slot is taken away when its
 * time is over.
 *
 * <pre>
 *   slot     0      1      2      3      4      5
 *         | -60s | -50s | -40s | -30s | -20s | now |        sum = all of them
 * </pre>
 *
 * <p>Seven histograms of plain counts to six percent, 2.4 KiB each, whatever is recorded: nothing is allocated after the
 * beginning. One percent would be 97 KiB.
 *
 * <p>Threading: confined to the reader thread.
 */
final class SlidingMinute {
    static final long SLOT_NS = 10_000_000_000L;

    private static final int SLOTS = 6;

    /** How old what {@link #judge} worked out may be. */
    private static final long JUDGED_NS = 1_000_000_000L;

    /** Buckets of a sixteenth: a width of six percent. */
    private static final int SIGNIFICANT_DIGITS = 1;

    /** Far beyond what six slots can hold of ten seconds; an int that overflows would throw. */
    private static final int MAX_COUNT = Integer.MAX_VALUE / SLOTS;

    private final IntCountsHistogram[] slots = new IntCountsHistogram[SLOTS];
    private final long[] maxUs = new long[SLOTS];
    private final IntCountsHistogram sum = new IntCountsHistogram(Distribution.LONGEST_US, SIGNIFICANT_DIGITS);

    /** Number of the newest slot since the clock's beginning; the first value sets it. */
    private long newest = Long.MIN_VALUE;

    private long judgedNs;
    private long judgedCount;
    private long judgedP99Us = Percentiles.UNKNOWN;

    SlidingMinute() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new IntCountsHistogram(Distribution.LONGEST_US, SIGNIFICANT_DIGITS);
        }
    }

    /** @param us not negative */
    void record(long us, long nowNs) {
        advance(nowNs);
        int slot = indexOf(newest);
        if (slots[slot].getTotalCount() >= MAX_COUNT) {
            return;
        }
        long valueUs = Math.min(Distribution.LONGEST_US, us);
        slots[slot].recordValue(valueUs);
        sum.recordValue(valueUs);
        maxUs[slot] = Math.max(maxUs[slot], us);
    }

    /** Empties the slots whose time is over. A time before the newest slot counts in that. */
    private void advance(long nowNs) {
        long now = Math.floorDiv(nowNs, SLOT_NS);
        if (newest == Long.MIN_VALUE) {
            newest = now;
            judgedNs = nowNs - JUDGED_NS;
        }
        for (long number = Math.max(newest + 1, now - SLOTS + 1); number <= now; number++) {
            empty(indexOf(number));
        }
        newest = Math.max(newest, now);
    }

    private static int indexOf(long number) {
        return (int) Math.floorMod(number, (long) SLOTS);
    }

    private void empty(int slot) {
        if (slots[slot].getTotalCount() != 0) {
            sum.subtract(slots[slot]);
            slots[slot].reset();
            maxUs[slot] = 0;
        }
    }

    boolean isEmpty(long nowNs) {
        advance(nowNs);
        return sum.getTotalCount() == 0;
    }

    Percentiles percentiles(long nowNs) {
        advance(nowNs);
        return Percentiles.of(sum, longestUs());
    }

    private long longestUs() {
        long longestUs = 0;
        for (long us : maxUs) {
            longestUs = Math.max(longestUs, us);
        }
        return longestUs;
    }

    /** Works out what {@link #judgedCount()} and {@link #judgedP99Us()} say, unless that was done in the last second. */
    void judge(long nowNs) {
        if (newest != Long.MIN_VALUE && nowNs - judgedNs < JUDGED_NS) {
            return;
        }
        advance(nowNs);
        judgedNs = nowNs;
        judgedCount = sum.getTotalCount();
        judgedP99Us = judgedCount == 0 ? Percentiles.UNKNOWN : Math.min(longestUs(), sum.getValueAtPercentile(99));
    }

    /** Values in the minute before {@link #judge} last looked. */
    long judgedCount() {
        return judgedCount;
    }

    /** The 99th percentile of these. */
    long judgedP99Us() {
        return judgedP99Us;
    }
}
