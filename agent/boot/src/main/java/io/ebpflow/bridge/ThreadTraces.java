// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import io.ebpflow.record.RecordLayout;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The trace id that a tracer holds for a thread at this moment, for the request that may begin under it: platform threads by
 * their slot, virtual ones by their id, as in {@link VirtualRequests}. Where no place is free, that thread's next request has
 * no trace id from before its beginning, which is counted.
 *
 * <p>Threading: thread-safe without locks; a thread writes and reads only its own entry.
 */
final class ThreadTraces {
    /** Power of two: virtual threads that have a trace at the same moment. */
    private static final int CAPACITY = 1 << 15;

    private static final int MASK = CAPACITY - 1;
    private static final int PROBES = 32;

    private final long[] slotOwners = new long[RecordLayout.SLOT_COUNT];
    private final String[] slotTraces = new String[RecordLayout.SLOT_COUNT];

    /** Null where there are no virtual threads. */
    private final AtomicLongArray virtualIds;

    private final String[] virtualTraces;
    private final AtomicLong full = new AtomicLong();

    /** Spares the search where nobody traces. */
    private boolean hasVirtual;

    ThreadTraces() {
        boolean areThere = ThreadAccess.hasVirtual();
        virtualIds = areThere ? new AtomicLongArray(CAPACITY) : null;
        virtualTraces = areThere ? new String[CAPACITY] : null;
    }

    /** @param slot of the running platform thread */
    String of(int slot, Thread thread) throws Throwable {
        return slot != SlotTable.NONE && slotOwners[slot] == ThreadAccess.idOf(thread) ? slotTraces[slot] : null;
    }

    /** @param trace null: none */
    void set(int slot, Thread thread, String trace) throws Throwable {
        if (slot != SlotTable.NONE) {
            slotOwners[slot] = ThreadAccess.idOf(thread);
            slotTraces[slot] = trace;
        }
    }

    String ofVirtual(Thread thread) throws Throwable {
        int place = hasVirtual ? find(ThreadAccess.idOf(thread)) : -1;
        return place < 0 ? null : virtualTraces[place];
    }

    /** @param trace null: none */
    void setVirtual(Thread thread, String trace) throws Throwable {
        long id = ThreadAccess.idOf(thread);
        int place = hasVirtual ? find(id) : -1;
        if (place < 0 && trace != null) {
            hasVirtual = true;
            claim(id, trace);
        } else if (place >= 0) {
            virtualTraces[place] = trace;
            if (trace == null) {
                virtualIds.set(place, 0);
            }
        }
    }

    private static int hash(long threadId) {
        return (int) (threadId * 0x9E3779B97F4A7C15L >>> 49) & MASK;
    }

    private int find(long threadId) {
        int hash = hash(threadId);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            if (virtualIds.get(place) == threadId) {
                return place;
            }
        }
        return -1;
    }

    private void claim(long threadId, String trace) {
        int hash = hash(threadId);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            if (virtualIds.get(place) == 0 && virtualIds.compareAndSet(place, 0, threadId)) {
                virtualTraces[place] = trace;
                return;
            }
        }
        full.incrementAndGet();
    }

    /** Traces of virtual threads that found no place. */
    long fullCount() {
        return full.get();
    }
}
