// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.ref.WeakReference;
import java.util.TimerTask;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Which request a task was handed over by, from there to the thread that runs it, without a wrapper around the task: by the
 * task's identity, in open addressing with a bounded search. One entry a hand-over, taken out when the task runs.
 *
 * <p>The same object may wait twice (a singleton {@code this::flush}). While it waits for two different requests nobody can
 * say which run is whose: each is nobody's. That holds with threads at work at once, too: an entry is complete before its
 * task is in any queue, and who takes one looks at all others of the same task and spoils those that differ before the
 * entry goes, those that are being taken as well.
 *
 * <pre>
 *   key:   null ──put──> task ──swept──> weak reference to it ──taken──> null
 *   value:    0 ──put──> request ──another waits──> AMBIGUOUS ──taken──> TAKING ──> 0      (0 and a key: not complete)
 * </pre>
 *
 * A task that waits in a queue is held strongly until two sweeps have seen it, then weakly: nothing of the application is kept
 * alive for more than about two seconds, and the hand-over allocates nothing. What may never run at all is held weakly at once.
 * Where no place is free, what runs once and has been waiting for a sweep or more gives way.
 *
 * <p>Threading: thread-safe without locks. {@link #sweep} by one thread.
 */
final class TaskTable {
    /** Handed over by no request. Not the same as unknown: the same task may wait for a request, too. */
    static final long NOBODY = -4;

    private static final long AMBIGUOUS = -3;
    private static final long TAKING = -2;

    /** While it was being taken, another thread took an entry of the same task. */
    private static final long TAKING_AMBIGUOUS = -5;

    private static final long FREE = 0;

    /** Power of two: tasks that wait at the same moment. 0.8 MB. */
    private static final int CAPACITY = 1 << 16;

    private static final int MASK = CAPACITY - 1;
    private static final int PROBES = 16;

    private final AtomicReferenceArray<Object> keys = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicLongArray values = new AtomicLongArray(CAPACITY);
    private final byte[] sweeps = new byte[CAPACITY];

    /** By home place: entries that found no place and whose tasks have not run, so that none there can be told apart. */
    private final AtomicIntegerArray missing = new AtomicIntegerArray(CAPACITY);

    /** Sum of {@link #missing}: almost always 0, and then nobody looks there. */
    private final AtomicInteger missingCount = new AtomicInteger();

    private final AtomicLong full = new AtomicLong();
    private final AtomicLong ambiguous = new AtomicLong();

    /** A task that waits at most once. What is neither known to nor waits for a request has no entry then. */
    static boolean isOneTime(Object task) {
        return task instanceof FutureTask
                || task instanceof ForkJoinTask
                || task instanceof TimerTask
                || task instanceof Thread;
    }

    private static int home(Object task) {
        return System.identityHashCode(task) * 0x9E3779B9 >>> 16;
    }

    private boolean isAt(int place, Object task) {
        Object key = keys.get(place);
        return key == task || key instanceof Waiting && ((Waiting) key).get() == task;
    }

    /**
     * A task is about to be handed over.
     *
     * @param request or {@link #NOBODY}
     * @param mayRepeat it may wait already, and is put each time
     */
    void put(Object task, long request, boolean mayRepeat) {
        int home = home(task);
        if (claim(home, task, request)) {
            return;
        }
        if (request != NOBODY) {
            full.incrementAndGet();
        }
        if (!evict(home, task, request) && mayRepeat) {
            missing.incrementAndGet(home);
            missingCount.incrementAndGet();
        }
    }

    /** As {@link #put}, of what runs once or never, and may be garbage at once: a weak reference is its price. */
    void putWeakly(Object task, long request) {
        int home = home(task);
        Waiting key = new Waiting(task, true);
        if (!claim(home, key, request)) {
            full.incrementAndGet();
            evict(home, key, request);
        }
    }

    private boolean claim(int home, Object key, long request) {
        for (int i = 0; i < PROBES; i++) {
            int place = home + i & MASK;
            if (keys.get(place) == null && keys.compareAndSet(place, null, key)) {
                sweeps[place] = 0;
                values.set(place, request);
                return true;
            }
        }
        return false;
    }

    private boolean evict(int home, Object key, long request) {
        for (int i = 0; i < PROBES; i++) {
            int place = home + i & MASK;
            Object old = keys.get(place);
            boolean isOld = old instanceof Waiting && ((Waiting) old).isOnce && sweeps[place] != 0;
            if (isOld && lock(place, old) > 0) {
                keys.set(place, key);
                sweeps[place] = 0;
                values.set(place, request);
                return true;
            }
        }
        return false;
    }

    /** @return the value of an entry that is ours alone from now on, {@link #FREE}: it is not */
    private long lock(int place, Object key) {
        long value = values.get(place);
        if (isFreeOrTaken(value) || !values.compareAndSet(place, value, TAKING)) {
            return FREE;
        }
        if (keys.get(place) != key) { // meanwhile it has become another's
            giveBack(place, value);
            return FREE;
        }
        return value;
    }

    private static boolean isFreeOrTaken(long value) {
        return value == FREE || value == TAKING || value == TAKING_AMBIGUOUS;
    }

    private void giveBack(int place, long value) {
        if (!values.compareAndSet(place, TAKING, value)) {
            values.set(place, AMBIGUOUS);
        }
    }

    /**
     * A task is about to run: its entry goes.
     *
     * @return the request that handed it over, {@link RequestTable#NONE}: none, or nobody can say
     */
    long take(Object task) {
        return take(task, !isOneTime(task));
    }

    /** What was put without being able to repeat, if it was, goes unused. */
    void drop(Object task) {
        take(task, false);
    }

    private long take(Object task, boolean mayRepeat) {
        int home = home(task);
        for (int i = 0; i < PROBES; i++) {
            int place = home + i & MASK;
            if (isAt(place, task)) {
                long value = values.get(place);
                if (!isFreeOrTaken(value) && values.compareAndSet(place, value, TAKING)) {
                    if (!isAt(place, task)) { // meanwhile it has become another's
                        giveBack(place, value);
                        continue;
                    }
                    boolean isOnly = isOnly(task, home, place, value);
                    boolean isAlone = free(place);
                    return known(home, isOnly && isAlone ? value : AMBIGUOUS, mayRepeat);
                }
            }
        }
        if (mayRepeat) {
            found(home);
        }
        return RequestTable.NONE;
    }

    /** Looks at the other entries of a task; if one is of another request, they are all nobody's from now on. */
    private boolean isOnly(Object task, int home, int own, long value) {
        boolean isOnly = true;
        for (int i = 0; i < PROBES; i++) {
            int place = home + i & MASK;
            if (place == own || !isAt(place, task)) {
                continue;
            }
            long other = values.get(place);
            while (other != FREE && other != value) {
                isOnly = false;
                long spoilt = other == TAKING ? TAKING_AMBIGUOUS : AMBIGUOUS;
                if (other == AMBIGUOUS || other == TAKING_AMBIGUOUS || values.compareAndSet(place, other, spoilt)) {
                    break;
                }
                other = values.get(place);
            }
        }
        return isOnly;
    }

    /** @return false: meanwhile somebody has taken another entry of the same task */
    private boolean free(int place) {
        boolean isAlone = values.getAndSet(place, FREE) != TAKING_AMBIGUOUS;
        keys.set(place, null);
        return isAlone;
    }

    private long known(int home, long request, boolean mayRepeat) {
        if (request == AMBIGUOUS) {
            ambiguous.incrementAndGet();
            return RequestTable.NONE;
        }
        boolean isCertain = request != NOBODY && (missingCount.get() == 0 || !mayRepeat || missing.get(home) == 0);
        return isCertain ? request : RequestTable.NONE;
    }

    /** A task without an entry runs: if one is missing here, it was this. */
    private void found(int home) {
        if (missingCount.get() == 0) {
            return;
        }
        int count = missing.get(home);
        if (count > 0 && missing.compareAndSet(home, count, count - 1)) {
            missingCount.decrementAndGet();
        }
    }

    /** A task that is still waiting: its entry stays. */
    long peek(Object task) {
        int home = home(task);
        for (int i = 0; i < PROBES; i++) {
            int place = home + i & MASK;
            if (isAt(place, task)) {
                long value = values.get(place);
                return value > 0 && isAt(place, task) ? value : RequestTable.NONE;
            }
        }
        return RequestTable.NONE;
    }

    /** Something that works for one request after the other now works for this one. Never called by two threads at once. */
    void label(Object worker, long request) {
        int home = home(worker);
        for (int i = 0; i < PROBES; i++) {
            int place = home + i & MASK;
            if (isAt(place, worker)) {
                values.set(place, request);
                return;
            }
        }
        put(worker, request, false);
    }

    /** A task that was handed over with this request, or nobody, will not run: it was rejected. */
    void remove(Object task, long request) {
        int home = home(task);
        for (int i = 0; i < PROBES; i++) {
            int place = home + i & MASK;
            if (isAt(place, task)
                    && (values.compareAndSet(place, request, TAKING)
                            || values.compareAndSet(place, AMBIGUOUS, TAKING))) {
                free(place);
                return;
            }
        }
        if (!isOneTime(task)) {
            found(home);
        }
    }

    /** To be called about once a second: lets go of tasks that have been waiting, and of entries whose tasks are gone. */
    void sweep() {
        for (int place = 0; place < CAPACITY; place++) {
            Object key = keys.get(place);
            if (key == null) {
                continue;
            }
            if (key instanceof Waiting) {
                sweeps[place] = 1;
                if (((Waiting) key).get() == null && lock(place, key) != FREE) { // nobody can ask for it any more
                    free(place);
                }
            } else if (sweeps[place] == 0) {
                sweeps[place] = 1;
            } else {
                keys.compareAndSet(place, key, new Waiting(key, isOneTime(key)));
            }
        }
    }

    /** Hand-overs by a request that found no place. */
    long fullCount() {
        return full.get();
    }

    /** A task ran of which nobody can say any more whether it is for the request that handed it over. */
    void countAmbiguous() {
        ambiguous.incrementAndGet();
    }

    /** Runs that were nobody's because their task waited for more than one request, or {@link #countAmbiguous()}. */
    long ambiguousCount() {
        return ambiguous.get();
    }

    /**
     * A task that has been waiting for a while, or may wait for ever.
     *
     * <p>Threading: immutable.
     */
    private static final class Waiting extends WeakReference<Object> {
        /** If it is lost, its task is nobody's, not another's. */
        private final boolean isOnce;

        Waiting(Object task, boolean isOnce) {
            super(task);
            this.isOnce = isOnce;
        }
    }
}
