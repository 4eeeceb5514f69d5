// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which request a server's own object (a channel, an exchange) stands for, while no thread serves it: an asynchronous request
 * comes back on another thread, with this object. Most servers use these objects again; each request of one is told anew when
 * it begins, so the number found is that of the last. Where each request has an object of its own, {@link #remove} gives the
 * place back.
 *
 * <p>Held strongly until two sweeps have seen it, then weakly, as in {@link TaskTable}: nothing of the application is kept alive
 * for more than about two seconds, and what a hook does allocates nothing.
 *
 * <p>Threading: thread-safe without locks; a server works on one of its objects by one thread at a time, and hands it on with
 * its own synchronization. {@link #sweep} by one thread.
 */
final class RequestOwners {
    /** Power of two: connections of a server that is asynchronous, about. 0.8 MB. */
    private static final int CAPACITY = 1 << 16;

    private static final int MASK = CAPACITY - 1;
    private static final int PROBES = 32;

    private final AtomicReferenceArray<Object> owners = new AtomicReferenceArray<>(CAPACITY);
    private final long[] requests = new long[CAPACITY];
    private final boolean[] swept = new boolean[CAPACITY];
    private final AtomicLong full = new AtomicLong();

    private int find(Object owner) {
        int hash = System.identityHashCode(owner);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            Object found = owners.get(place);
            if (found == owner || found instanceof Weakly && ((Weakly) found).get() == owner) {
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

    /**
     * Says which request the object stands for from now on.
     *
     * @return false: there is no place for it
     */
    boolean set(Object owner, long request) {
        int place = find(owner);
        if (place >= 0) {
            requests[place] = request;
            return true;
        }
        return request == RequestTable.NONE || claim(owner, request);
    }

    private boolean claim(Object owner, long request) {
        int hash = System.identityHashCode(owner);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & MASK;
            Object found = owners.get(place);
            boolean isFree = found == null || found instanceof Weakly && ((Weakly) found).get() == null;
            if (isFree && owners.compareAndSet(place, found, owner)) {
                swept[place] = false;
                requests[place] = request;
                return true;
            }
        }
        full.incrementAndGet();
        return false;
    }

    /** The object stands for no request any more. */
    void remove(Object owner) {
        int place = find(owner);
        if (place >= 0) {
            requests[place] = RequestTable.NONE;
            owners.set(place, null);
        }
    }

    /** To be called about once a second: lets go of objects that have been here for a while. */
    void sweep() {
        for (int place = 0; place < CAPACITY; place++) {
            Object owner = owners.get(place);
            if (owner == null || owner instanceof Weakly) {
                continue;
            }
            if (swept[place]) {
                owners.compareAndSet(place, owner, new Weakly(owner));
            } else {
                swept[place] = true;
            }
        }
    }

    /** Requests whose object found no place. */
    long fullCount() {
        return full.get();
    }

    /**
     * An object that has been here for a while. A type of its own: the server's object may be any.
     *
     * <p>Threading: immutable.
     */
    private static final class Weakly extends WeakReference<Object> {
        Weakly(Object owner) {
            super(owner);
        }
    }
}
