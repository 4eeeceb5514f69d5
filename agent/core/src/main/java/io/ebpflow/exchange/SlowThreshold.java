// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

/**
 * From when on a call to an endpoint is slow: a fixed time, or the 99th percentile of that endpoint's last minute.
 *
 * <p>Threading: immutable.
 */
public final class SlowThreshold {
    /** A 99th percentile of fewer calls is hardly more than the slowest of them. */
    public static final long ADAPTIVE_MIN_COUNT = 100;

    /** What the 99th percentile of a very fast endpoint exceeds is noise. */
    static final long ADAPTIVE_MIN_US = 1_000;

    private static final long ADAPTIVE = -1;

    /** Until an adaptive threshold knows enough calls: the default of the option. */
    private static final long FALLBACK_US = 100_000;

    private final long us;

    private SlowThreshold(long us) {
        this.us = us;
    }

    /** @param ns 0: every call is slow */
    public static SlowThreshold ofNs(long ns) {
        return new SlowThreshold((ns + 999) / 1_000);
    }

    /** Slower than 99 of 100 calls of the last minute. */
    public static SlowThreshold adaptive() {
        return new SlowThreshold(ADAPTIVE);
    }

    /** True if a distribution is needed to judge. */
    public boolean isAdaptive() {
        return us == ADAPTIVE;
    }

    /**
     * Judges a call.
     *
     * @param totalUs its duration
     * @param count calls of the endpoint in the last minute, only looked at if {@link #isAdaptive()}
     * @param p99Us their 99th percentile
     */
    public boolean isSlow(long totalUs, long count, long p99Us) {
        if (us != ADAPTIVE) {
            return totalUs >= us;
        }
        return count < ADAPTIVE_MIN_COUNT ? totalUs >= FALLBACK_US : totalUs > p99Us && totalUs >= ADAPTIVE_MIN_US;
    }

    /** No call is slow that takes less. */
    public long leastUs() {
        return us == ADAPTIVE ? ADAPTIVE_MIN_US : us;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlowThreshold && ((SlowThreshold) other).us == us;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(us);
    }

    @Override
    public String toString() {
        return us == ADAPTIVE ? "p99" : us + "us";
    }
}
