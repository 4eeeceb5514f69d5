// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * By file descriptor: the first write of a call, until something is read. It tells the next write of the same call from the
 * first one of another, and the thread that reads an answer from others. Of two descriptors with one place the later call
 * stays: that costs a stack more, or one less, and never gives a call another's.
 *
 * <p>Threading: thread-safe without locks. A place is written by the thread that has claimed it; who reads compares its id
 * before and after.
 */
final class PendingCalls {
    /** Power of two: connections in use at a time. */
    private static final int CAPACITY = 1 << 13;

    private static final int MASK = CAPACITY - 1;
    private static final long BUSY = -1;

    private final AtomicLongArray ids = new AtomicLongArray(CAPACITY);
    private final int[] channels = new int[CAPACITY];
    private final long[] threadIds = new long[CAPACITY];
    private final long[] startsNs = new long[CAPACITY];

    private static int place(int channel) {
        return channel * 0x9E3779B9 >>> 19 & MASK;
    }

    /** @param channel identity hash of the file descriptor */
    void begin(int channel, long threadId, long id, long nowNs) {
        int place = place(channel);
        long former = ids.get(place);
        if (former == BUSY || !ids.compareAndSet(place, former, BUSY)) {
            return;
        }
        channels[place] = channel;
        threadIds[place] = threadId;
        startsNs[place] = nowNs;
        ids.set(place, id);
    }

    /** Of the call that waits for its answer on this descriptor, {@link CallSites#NONE}: none. */
    long of(int channel) {
        int place = place(channel);
        long id = ids.get(place);
        return id != BUSY && channels[place] == channel && ids.get(place) == id ? id : CallSites.NONE;
    }

    /** True if this thread began the call that waits there. */
    boolean isOf(int channel, long id, long threadId) {
        int place = place(channel);
        return threadIds[place] == threadId && ids.get(place) == id;
    }

    /** True if the call that waits there began so long ago. */
    boolean hasWaited(int channel, long id, long forNs, long nowNs) {
        int place = place(channel);
        return nowNs - startsNs[place] >= forNs && ids.get(place) == id;
    }

    void end(int channel, long id) {
        ids.compareAndSet(place(channel), id, CallSites.NONE);
    }
}
