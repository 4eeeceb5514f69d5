// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many a second, a whole second's worth of them at once (the generic cell rate algorithm: one number says until when all
 * is taken). Whoever comes too late only reads it.
 *
 * <p>Threading: thread-safe without locks.
 */
final class RateLimit {
    private static final long SECOND_NS = 1_000_000_000L;

    private final AtomicLong takenUntilNs = new AtomicLong(Long.MIN_VALUE / 2);
    private final long intervalNs;

    /** @param perSecond 0: none at all */
    RateLimit(int perSecond) {
        intervalNs = perSecond == 0 ? 0 : Math.max(1, SECOND_NS / perSecond);
    }

    boolean tryTake(long nowNs) {
        if (intervalNs == 0) {
            return false;
        }
        while (true) {
            long until = takenUntilNs.get();
            long nextNs = Math.max(until, nowNs - SECOND_NS) + intervalNs;
            if (nextNs > nowNs) {
                return false;
            }
            if (takenUntilNs.compareAndSet(until, nextNs)) {
                return true;
            }
        }
    }
}
