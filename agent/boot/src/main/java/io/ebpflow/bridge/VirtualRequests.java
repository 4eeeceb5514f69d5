// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which request a virtual thread serves, by its id: its carrier's slot is not its own, and a ThreadLocal would allocate.
 * Open addressing with a bounded search; where no place is free, the thread's I/O has no request, which is counted.
 *
 * <p>Threading: thread-safe without locks; a virtual thread writes and reads only its own entry.
 */
final class VirtualRequests {
    /** Power of two: virtual threads that serve a request at the same moment. */
    private static final int CAPACITY = 1 << 16;

    private static final int MASK = CAPACITY - 1;
    private static final int PROBES = 32;

    private final AtomicLongArray threadIds = new AtomicLongArray(CAPACITY);
    private final long[] requests = new long[CAPACITY];
    private final AtomicLong full = new AtomicLong();

    /**
     * How many places to look at: no entry was ever farther from its home. Ids follow one another, so their homes lie apart and
     * this stays at one while ten thousand in a row serve a request at once; who has none would look at all 32 otherwise,
     * at each I/O.
     */
    private final AtomicInteger reach = new AtomicInteger();

    private static int hash(long threadId) {
        return (int) (threadId * 0x9E3779B97F4A7C15L >>> 48) & MASK;
    }

    private int find(long threadId) {
        int hash = hash(threadId);
        for (int i = 0, end = reach.get(); i < end; i++) {
            int place = hash + i & MASK;
            if (threadIds.get(place) == threadId) {
                return place;
            }
        }
        return -1;
    }

    /** {@link RequestTable#NONE}: none. */
    long of(long threadId) {
        int place = find(threadId);
        return place < 0 ? RequestTable.NONE : requests[place];
    }

    /** @return what was there before */
    long set(long threadId, long request) {
        int place = find(threadId);
        if (place >= 0) {
            long previous = requests[place];
            requests[place] = request;
            if (request == RequestTable.NONE) {
                threadIds.set(place, 0);
            }
            return previous;
        }
        if (request != RequestTable.NONE) {
            claim(threadId, request);
        }
        return RequestTable.NONE;
    }

    private void claim(long threadId, long request) {
        int hash = hash(threadId);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            if (threadIds.get(place) == 0 && threadIds.compareAndSet(place, 0, threadId)) {
                requests[place] = request;
                if (i >= reach.get()) {
                    raiseReach(i + 1);
                }
                return;
            }
        }
        full.incrementAndGet();
    }

    private void raiseReach(int places) {
        int seen = reach.get();
        while (seen < places && !reach.compareAndSet(seen, places)) {
            seen = reach.get();
        }
    }

    /** Places that a search looks at. */
    int reach() {
        return reach.get();
    }

    /** Requests of virtual threads that found no place. */
    long fullCount() {
        return full.get();
    }
}
