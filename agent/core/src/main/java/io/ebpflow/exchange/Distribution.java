// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * How long something took: since the start, to one percent, and over the last minute ({@link SlidingMinute}).
 *
 * <p>Memory, measured: since the start 0.4 KiB where values are alike, 3.7 KiB where they spread over two orders of
 * magnitude, 14 KiB where they fill every order from a microsecond to an hour. Packed, because most of such a histogram
 * is empty: otherwise it would be 27 KiB. The minute is 17 KiB more, which is there only while values come.
 *
 * <p>A value allocates nothing, unless the packed histogram has to grow for it: measured 0.6 bytes a value over the first
 * 200 000 values, from a microsecond to an hour, 0.1 over the next million, nothing where values are alike.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class Distribution {
    /** Counted as an hour what took longer; {@link Percentiles#maxUs} is right all the same. */
    static final long LONGEST_US = 3_600_000_000L;

    /** One percent: three digits would cost eight times the memory for a number nobody reads to the third digit. */
    private static final int SIGNIFICANT_DIGITS = 2;

    private final Histogram total = new PackedHistogram(LONGEST_US, SIGNIFICANT_DIGITS);
    private long totalMaxUs;

    /** Null: nothing was recorded in the last minute. */
    private SlidingMinute minute;

    /**
     * Adds a value.
     *
     * @param us microseconds; below 0 is 0
     * @param nowNs monotonic
     */
    public void record(long us, long nowNs) {
        long valueUs = Math.max(0, us);
        total.recordValue(Math.min(LONGEST_US, valueUs));
        totalMaxUs = Math.max(totalMaxUs, valueUs);
        if (minute == null) {
            minute = new SlidingMinute();
        }
        minute.record(valueUs, nowNs);
    }

    /** Adds a value in nanoseconds, rounded half up. */
    public void recordNs(long ns, long nowNs) {
        record(ns / 1_000 + (ns % 1_000 >= 500 ? 1 : 0), nowNs);
    }

    /** Values since the start or the last reset. */
    public long count() {
        return total.getTotalCount();
    }

    /** Since the start or the last reset. */
    public Percentiles total() {
        return Percentiles.of(total, totalMaxUs);
    }

    /** The last 50 to 60 seconds. */
    public Percentiles minute(long nowNs) {
        return minute == null ? Percentiles.NONE : minute.percentiles(nowNs);
    }

    /**
     * The last minute, with an eye to the cost: what is asked for at every value is worked out once a second.
     *
     * @return null if nothing was recorded in it
     */
    SlidingMinute recentMinute(long nowNs) {
        if (minute != null) {
            minute.judge(nowNs);
        }
        return minute;
    }

    /** Gives back the memory of a minute in which nothing was recorded. */
    public void forgetIdle(long nowNs) {
        if (minute != null && minute.isEmpty(nowNs)) {
            minute = null;
        }
    }

    /** Forgets everything. */
    public void reset() {
        total.reset();
        totalMaxUs = 0;
        minute = null;
    }
}
