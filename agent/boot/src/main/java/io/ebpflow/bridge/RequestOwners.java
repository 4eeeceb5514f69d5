// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which request a server's own object (a channel, an exchange) stands for, while no thread serves it: an asynchronous request
 * comes back on another thread, with this object. Held weakly. Most servers use these objects again, so only an object's first
 * request allocates (its weak reference); each of them is told anew when it begins, so the number found is that of the last.
 * Where each request has an object of its own, {@link #remove} gives the place back.
 *
 * <p>Threading: thread-safe without locks; a server works on one of its objects by one thread at a time, and hands it on with
 * its own synchronization.
 */
final class RequestOwners {
    /** Power of two: connections of a server that is asynchronous, about. */
    private static final int CAPACITY = 1 << 14;

    private static final int MASK = CAPACITY - 1;
    private static final int PROBES = 32;

    private final AtomicReferenceArray<WeakReference<Object>> owners = new AtomicReferenceArray<>(CAPACITY);
    private final long[] requests = new long[CAPACITY];
    private final AtomicLong full = new AtomicLong();

    private int find(Object owner) {
        int hash = System.identityHashCode(owner);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            WeakReference<Object> found = owners.get(place);
            if (found != null && found.get() == owner) {
                return place;
            }
        }
        return -1;
    }

    /** {@link RequestTable#NONE}: none. */
    long of(Object owner) {
        int place = find(owner);
        return place < 0 ? RequestTable.NONE : requests[place];
    }

    /** Says which request the object stands for from now on. */
    void set(Object owner, long request) {
        int place = find(owner);
        if (place >= 0) {
            requests[place] = request;
        } else if (request != RequestTable.NONE) {
            claim(owner, request);
        }
    }

    private void claim(Object owner, long request) {
        int hash = System.identityHashCode(owner);
        WeakReference<Object> ours = new WeakReference<>(owner);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            WeakReference<Object> found = owners.get(place);
            if ((found == null || found.get() == null) && owners.compareAndSet(place, found, ours)) {
                requests[place] = request;
                return;
            }
        }
        full.incrementAndGet();
    }

    /** The object stands for no request any more. */
    void remove(Object owner) {
        int place = find(owner);
        if (place >= 0) {
            requests[place] = RequestTable.NONE;
            owners.set(place, null);
        }
    }

    /** Requests whose object found no place. */
    long fullCount() {
        return full.get();
    }
}
