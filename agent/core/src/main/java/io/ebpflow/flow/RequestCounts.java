// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.RequestName;
import io.ebpflow.attribution.ThreadRegistry;

/**
 * Counts requests by name. They have consecutive numbers and keep their names for a while, so they are counted by walking along
 * the numbers: no hook has to do it, nor does a request have to end.
 *
 * <p>A request is counted at the second sweep after it began. If its route is not known by then it waits for it, for ten more
 * sweeps, or until others are about to take its place.
 *
 * <p>Threading: confined to the reader thread, but {@link #startBehind}.
 */
final class RequestCounts {
    /** Requests that wait for their route; the oldest is counted as it is when there are more. */
    private static final int MAX_PENDING = 1_024;

    /** Half of the table of requests: names that are older may be gone before the next sweep. */
    private static final int MAX_AGE = 1 << 14;

    /** Sweeps: a request that has no route after ten seconds will hardly get one. */
    private static final int MAX_SWEEPS = 10;

    private final ThreadRegistry threads;
    private final RequestTimes times;
    private final RequestName name = new RequestName();
    private final long[] pending = new long[MAX_PENDING];
    private final int[] sweeps = new int[MAX_PENDING];
    private int pendingCount;

    /** 0: nothing is counted yet. */
    private volatile long first;

    /** Every request up to this number was counted, or is pending. */
    private long done;

    /** The newest at the last sweep. */
    private long settled;

    private long missedCount;

    RequestCounts(ThreadRegistry threads, RequestTimes times) {
        this.threads = threads;
        this.times = times;
    }

    /** Counts what begins from here on; before, the hooks were warmed up. Any thread, once. */
    void startBehind(long id) {
        first = id + 1;
    }

    /** Counts those that began before the last call. */
    void sweep() {
        if (first == 0) {
            return;
        }
        if (settled == 0) {
            done = settled = first - 1;
        }
        long newest = threads.newestRequest();
        countPending(newest);
        long limit = Math.max(settled, newest - MAX_AGE);
        while (done < limit) {
            done++;
            if (!count(done, newest)) {
                defer(done);
            }
        }
        settled = newest;
    }

    private void countPending(long newest) {
        int kept = 0;
        for (int i = 0; i < pendingCount; i++) {
            boolean isLast = sweeps[i] == MAX_SWEEPS;
            if (isLast) {
                countAsItIs(pending[i]);
            } else if (!count(pending[i], newest)) {
                pending[kept] = pending[i];
                sweeps[kept++] = sweeps[i] + 1;
            }
        }
        pendingCount = kept;
    }

    private void defer(long id) {
        if (pendingCount < MAX_PENDING) {
            pending[pendingCount] = id;
            sweeps[pendingCount++] = 1;
        } else {
            countAsItIs(id);
        }
    }

    /** @return false: it may get a better name */
    private boolean count(long id, long newest) {
        threads.request(id, name);
        if (newest - id < MAX_AGE && (name.id != id || !name.hasRoute())) {
            return false;
        }
        countAsItIs(id);
        return true;
    }

    private void countAsItIs(long id) {
        threads.request(id, name);
        if (name.id == id) {
            times.served(name);
        } else {
            missedCount++;
        }
    }

    /** Requests whose name was gone when they were to be counted. */
    long missedCount() {
        return missedCount;
    }
}
