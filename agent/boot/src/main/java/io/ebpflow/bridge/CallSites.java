// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Code paths, by the number that a hook puts into a thread's slot for as long as one native call takes. Every connect() and
 * every first write of a call has a number of its own, so a number never stands for another one's path: at worst for none.
 *
 * <p>Paths of connect() and accept() are always taken, those of first writes up to a rate, and beyond that of those calls whose
 * answer was long in coming, by the thread that has just read it. Taking one allocates; nothing else here does.
 *
 * <p>Threading: thread-safe without locks, except {@link #sweep}: the reader thread.
 */
public final class CallSites {
    /** No code path. */
    public static final long NONE = 0;

    private static final long BUSY = -1;

    /** Power of two. At the default rate a path is kept for eight seconds: an exchange is shown five after its end. */
    private static final int CAPACITY = 1 << 12;

    /** Places that a number may have. */
    private static final int WAYS = 4;

    /** Seconds after which a path is named, so that the classes on it can be unloaded; it was shown by then, if it is. */
    private static final int NAME_AFTER = 5;

    /** Seconds after which a path is forgotten that there was no time to name. */
    private static final int FORGET_AFTER = 15;

    /** Of a sweep: about 10 microseconds each. */
    private static final int MAX_NAMED = 100;

    /** Of all tables, as the numbers of {@link RequestTable}. */
    private static final AtomicLong LAST = new AtomicLong();

    private final AtomicLongArray ids = new AtomicLongArray(CAPACITY);
    private final CallPath[] paths = new CallPath[CAPACITY];
    private final int[] bornAt = new int[CAPACITY];
    private final PendingCalls pending = new PendingCalls();
    private final CallPath.Folding folding;
    private final RateLimit firstWrites;
    private final RateLimit slowReads;
    private final long slowNs;
    private volatile int second;

    /**
     * @param perSecond most stacks to take in a second at first writes, and as many again of slow calls
     * @param slowNs a call that has waited this long for its answer is worth a stack
     */
    public CallSites(CallPath.Folding folding, int perSecond, long slowNs) {
        this.folding = folding;
        this.slowNs = slowNs;
        firstWrites = new RateLimit(perSecond);
        slowReads = new RateLimit(Math.max(1, perSecond));
    }

    /** The path of the calling thread, which opens a connection. */
    CallPath opener() {
        return new CallPath(folding, true, new CallStack());
    }

    /** The path of a thread that could not open one. */
    CallPath openerOf(Throwable thrown) {
        return new CallPath(folding, true, thrown);
    }

    private CallPath caller() {
        return new CallPath(folding, false, new CallStack());
    }

    /** Takes the path of the calling thread, which is about to connect. */
    long connect() {
        long id = LAST.incrementAndGet();
        put(id, opener());
        return id;
    }

    /**
     * The calling thread is about to write.
     *
     * @param channel what it writes to
     * @return number of the call that this begins, {@link #NONE}: it goes on with one
     */
    long write(Object channel, long threadId) {
        int hash = System.identityHashCode(channel);
        long former = pending.of(hash);
        if (former != NONE && pending.isOf(hash, former, threadId)) {
            return NONE;
        }
        long nowNs = System.nanoTime();
        long id = LAST.incrementAndGet();
        if (firstWrites.tryTake(nowNs)) {
            put(id, caller());
        }
        pending.begin(hash, threadId, id, nowNs);
        return id;
    }

    /** The calling thread has read something: no call waits there any more, and if this one's did for long, it is known now. */
    void read(Object channel, long threadId) {
        int hash = System.identityHashCode(channel);
        long id = pending.of(hash);
        if (id == NONE) {
            return;
        }
        if (find(id) == null && pending.isOf(hash, id, threadId)) {
            long nowNs = System.nanoTime();
            if (pending.hasWaited(hash, id, slowNs, nowNs) && slowReads.tryTake(nowNs)) {
                put(id, caller());
            }
        }
        pending.end(hash, id);
    }

    private static int firstPlace(long id) {
        return (int) id * WAYS & CAPACITY - 1;
    }

    /** In place of the oldest; if others are at it, the path is not kept. */
    private void put(long id, CallPath path) {
        int place = firstPlace(id);
        for (int i = place + 1, end = place + WAYS; i < end; i++) {
            place = Long.compareUnsigned(ids.get(i), ids.get(place)) < 0 ? i : place; // BUSY is the greatest
        }
        if (!claim(place, ids.get(place))) {
            return;
        }
        paths[place] = path;
        bornAt[place] = second;
        ids.set(place, id);
    }

    private boolean claim(int place, long id) {
        return id != BUSY && ids.compareAndSet(place, id, BUSY);
    }

    /** What a number stands for; null: no path was taken, or it was too long ago. */
    public CallPath find(long id) {
        if (id == NONE) {
            return null;
        }
        int place = firstPlace(id);
        for (int i = place; i < place + WAYS; i++) {
            if (ids.get(i) == id) {
                CallPath path = paths[i];
                return ids.get(i) == id ? path : null;
            }
        }
        return null;
    }

    /** Once a second: lets go of the classes on the paths that were taken some seconds ago. */
    public void sweep() {
        second++;
        int named = 0;
        for (int i = 0; i < CAPACITY; i++) {
            long id = ids.get(i);
            CallPath path = paths[i];
            int age = second - bornAt[i];
            if (id <= NONE || age < NAME_AFTER || path == null || path.isNamed()) {
                continue;
            }
            if (named < MAX_NAMED) {
                path.frames();
                named++;
            } else if (age >= FORGET_AFTER && claim(i, id)) {
                paths[i] = null;
                ids.set(i, NONE);
            }
        }
    }
}
