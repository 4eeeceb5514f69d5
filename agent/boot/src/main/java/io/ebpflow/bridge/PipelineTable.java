// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Of connections whose protocol lets requests overlap, which are waiting for an answer, or for the rest of one. By the
 * identity of the object that the library has for each, which is not kept alive. Only those that are known from their
 * beginning are here: of others nobody knows what they wait for. Open addressing with a bounded search; where no place is
 * free, nobody vouches for the connection, which is counted.
 *
 * <p>Threading: thread-safe without locks; of one object by one thread at a time.
 */
final class PipelineTable {
    /** What is known of a connection, in the low bits of its entry. */
    static final int UNKNOWN = -1;

    static final int NEW = 0;
    static final int IDLE = 1;
    static final int ASKED = 2;

    /** Requests have overlapped, which has been said. */
    static final int SPOILED = 3;

    /** The entry stands for two objects that look the same: nothing is known of either. It stays. */
    static final int AMBIGUOUS = 4;

    private static final int STATE_BITS = 3;
    private static final int STATES = (1 << STATE_BITS) - 1;

    /** Power of two: such connections at the same time. */
    private static final int CAPACITY = 1 << 15;

    private static final int MASK = CAPACITY - 1;
    private static final int PROBES = 32;

    private final AtomicLongArray entries = new AtomicLongArray(CAPACITY);
    private final AtomicLong full = new AtomicLong();

    /** Never 0: that is a free place. */
    private static long key(Object connection) {
        return (1L << Integer.SIZE | System.identityHashCode(connection)) << STATE_BITS;
    }

    private static int hash(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 48) & MASK;
    }

    private int find(long key) {
        int hash = hash(key);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            if ((entries.get(place) & ~STATES) == key) {
                return place;
            }
        }
        return -1;
    }

    /** A connection begins, or what will speak its protocol. */
    void add(Object connection) {
        long key = key(connection);
        int place = find(key);
        if (place >= 0) {
            entries.set(place, key | AMBIGUOUS);
            return;
        }
        int hash = hash(key);
        for (int i = 0; i < PROBES; i++) {
            if (entries.compareAndSet(hash + i & MASK, 0, key | NEW)) {
                return;
            }
        }
        full.incrementAndGet();
    }

    /** {@link #UNKNOWN} or another of the states. */
    int state(Object connection) {
        int place = find(key(connection));
        return place < 0 ? UNKNOWN : (int) entries.get(place) & STATES;
    }

    /** @return what the state was; those from {@link #SPOILED} on stay */
    int change(Object connection, int state) {
        long key = key(connection);
        int place = find(key);
        if (place < 0) {
            return UNKNOWN;
        }
        int former = (int) entries.get(place) & STATES;
        if (former < SPOILED) {
            entries.set(place, key | state);
        }
        return former;
    }

    /** @return what the state was */
    int remove(Object connection) {
        int place = find(key(connection));
        if (place < 0) {
            return UNKNOWN;
        }
        int state = (int) entries.get(place) & STATES;
        if (state != AMBIGUOUS) {
            entries.set(place, 0);
        }
        return state;
    }

    /** Connections that found no place. */
    long fullCount() {
        return full.get();
    }
}
