// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Turns the kernel's monotonic time into wall-clock time. The distance of the two clocks is measured anew now and then,
 * since NTP moves one of them.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class WallClock {
    private final Clock clock;
    private final LongSupplier nanoTime;
    private long offsetUs;

    /** @param nanoTime CLOCK_MONOTONIC, as System.nanoTime() on Linux and bpf_ktime_get_ns() */
    public WallClock(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        synchronize();
    }

    /** Measures the distance of the clocks: the tightest of three tries, in case this thread is interrupted between. */
    public void synchronize() {
        long tightestNs = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long beforeNs = nanoTime.getAsLong();
            Instant now = clock.instant();
            long tookNs = nanoTime.getAsLong() - beforeNs;
            if (tookNs < tightestNs) {
                tightestNs = tookNs;
                offsetUs = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000 - (beforeNs + tookNs / 2) / 1_000;
            }
        }
    }

    /** Microseconds since the epoch. */
    public long epochUs(long monotonicNs) {
        return monotonicNs / 1_000 + offsetUs;
    }

    /** CLOCK_MONOTONIC. */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }
}
