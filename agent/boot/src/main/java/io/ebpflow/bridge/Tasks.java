// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.CompletableFuture;

/**
 * What advice says of tasks on their way from the thread that hands them over to the thread that runs them. The request of
 * the first becomes that of the second while it runs them, marked {@link RequestTable#INHERITED}; what was there before
 * comes back. As in {@link Requests}: no system call, lock, allocation, logging or class loading.
 *
 * <p>Pools run what nobody handed over with a request on behalf of nobody. A CompletableFuture's stages are found by
 * themselves, wherever they run, so pools leave them alone.
 *
 * <p>Threading: thread-safe. Off until {@link #open}.
 */
public final class Tasks {
    private static volatile SlotTable slots;

    /** False: nothing that runs once has had a request so far, it need not be looked up. */
    private static volatile boolean isUsed;

    private Tasks() {}

    /** Lets hooks work on this from now on. */
    public static void open(SlotTable newSlots) {
        slots = newSlots;
    }

    /** Makes every hook a no-op. */
    public static void close() {
        slots = null;
    }

    private static boolean isStage(Object task) {
        return task instanceof CompletableFuture.AsynchronousCompletionTask;
    }

    /** Any object, even one that waits already, is about to be queued. */
    public static void submitted(Object task) throws Throwable {
        SlotTable table = slots;
        if (table == null || task == null || isStage(task)) {
            return;
        }
        long request = Requests.current(table);
        if (request != RequestTable.NONE) {
            table.tasks().put(task, inherited(request), !TaskTable.isOneTime(task));
        } else if (!TaskTable.isOneTime(task)) {
            table.tasks().put(task, TaskTable.NOBODY, true);
        }
    }

    /** What was {@link #submitted} by this thread will not run. */
    public static void rejected(Object task) throws Throwable {
        SlotTable table = slots;
        if (table == null || task == null || isStage(task)) {
            return;
        }
        long request = Requests.current(table);
        table.tasks().remove(task, request == RequestTable.NONE ? TaskTable.NOBODY : inherited(request));
    }

    /** An object that runs once is about to be queued. */
    public static void created(Object task) throws Throwable {
        SlotTable table = slots;
        long request = table == null ? RequestTable.NONE : Requests.current(table);
        if (request != RequestTable.NONE) {
            table.tasks().put(task, inherited(request), false);
            use();
        }
    }

    /** An object that runs once, or never, waits for something. Allocates a weak reference if it is of a request. */
    public static void registered(Object task) throws Throwable {
        SlotTable table = slots;
        long request = table == null ? RequestTable.NONE : Requests.current(table);
        if (request != RequestTable.NONE) {
            table.tasks().putWeakly(task, inherited(request));
            use();
        }
    }

    /** Null: off. */
    static SlotTable slots() {
        return slots;
    }

    static boolean isUsed() {
        return isUsed;
    }

    /** From now on what runs once may have a request. */
    static void use() {
        if (!isUsed) {
            isUsed = true;
        }
    }

    /** As {@link #created}, of a ForkJoinPool; that of the virtual threads hands over pieces of these, no tasks. */
    public static void forked(Object pool, Object task) throws Throwable {
        if (!ThreadAccess.isVirtualScheduler(pool) && !isStage(task)) {
            created(task);
        }
    }

    /** A thread of a pool has got its next task, which it runs at once; null: it ends, or has waited long enough. */
    public static void taken(Object task) throws Throwable {
        SlotTable table = slots;
        if (table != null) {
            Requests.set(
                    table,
                    task == null || isStage(task)
                            ? RequestTable.NONE
                            : table.tasks().take(task));
        }
    }

    /** The thread of a timer runs a task, which is a job of its own unless a request has asked for it. */
    public static void timerRuns(Object task) throws Throwable {
        SlotTable table = slots;
        long request =
                table == null || !isUsed ? RequestTable.NONE : table.tasks().take(task);
        if (request == RequestTable.NONE) {
            Requests.enterJob(task.getClass(), null);
        } else {
            Requests.set(table, request);
        }
    }

    /**
     * A ForkJoinPool runs a task, now; they are short and many. Woven into the calling method: never throws.
     *
     * @return for {@link #exit}
     */
    public static long enterForked(Object task) {
        if (ThreadAccess.isCarrier(Thread.currentThread())) {
            return Requests.OFF;
        }
        SlotTable table = slots;
        try {
            return table == null
                    ? Requests.OFF
                    : begin(
                            table,
                            !isUsed || isStage(task)
                                    ? RequestTable.NONE
                                    : table.tasks().take(task));
        } catch (Throwable e) {
            close(); // as every hook that fails: from now on no request travels
            return Requests.OFF;
        }
    }

    /**
     * A loop runs a task that it was given, or something of its own.
     *
     * @return for {@link #exit}
     */
    public static long enterQueued(Object task) throws Throwable {
        SlotTable table = slots;
        return table == null
                ? Requests.OFF
                : begin(table, isStage(task) ? RequestTable.NONE : table.tasks().take(task));
    }

    /** @param previous what {@link #enterForked}, {@link #enterQueued} or {@link #enterShared} returned. Never throws. */
    public static void exit(long previous) {
        try {
            end(previous);
        } catch (Throwable e) {
            close();
        }
    }

    /**
     * A stage of a CompletableFuture may be about to run, on whichever thread completed what it waits for.
     *
     * @return for {@link #exitStage}
     */
    public static long enterStage(Object stage) throws Throwable {
        SlotTable table = slots;
        return table == null
                ? Requests.OFF
                : begin(table, isUsed ? table.tasks().peek(stage) : RequestTable.NONE);
    }

    /**
     * @param previous what {@link #enterStage} returned
     * @param isDone the stage will not run any more
     */
    public static void exitStage(long previous, Object stage, boolean isDone) throws Throwable {
        end(previous);
        SlotTable table = slots;
        if (isDone && isUsed && table != null) {
            table.tasks().drop(stage);
        }
    }

    private static long begin(SlotTable table, long found) throws Throwable {
        long request = found;
        if (Requests.isOvertaken(table, found)) {
            table.tasks().countAmbiguous();
            request = RequestTable.NONE;
        }
        long previous = Requests.set(table, request);
        if (previous != request && RequestTable.number(previous) == RequestTable.number(request)) {
            end(previous); // it did not travel: it is run by the thread that handed it over
            return Requests.OFF;
        }
        return previous;
    }

    private static void end(long previous) throws Throwable {
        SlotTable table = slots;
        if (previous != Requests.OFF && table != null) {
            Requests.set(table, previous);
        }
    }

    /** What this thread gives to something that it shares with other requests, one after the other. */
    public static void labelled(Object worker) throws Throwable {
        SlotTable table = slots;
        if (table == null) {
            return;
        }
        long request = Requests.current(table);
        if (request != RequestTable.NONE) {
            table.tasks().label(worker, inherited(request));
            use();
        } else if (isUsed) {
            table.tasks().drop(worker);
        }
    }

    /** A task will not run any more. Woven into its method: never throws. */
    public static void done(Object task) {
        SlotTable table = slots;
        try {
            if (isUsed && table != null) {
                table.tasks().drop(task);
            }
        } catch (Throwable e) {
            close();
        }
    }

    /**
     * What follows is done for several requests at once, or nobody knows for which.
     *
     * @return for {@link #exit}
     */
    public static long enterShared() throws Throwable {
        SlotTable table = slots;
        return table == null ? Requests.OFF : Requests.set(table, RequestTable.NONE);
    }

    /** The number of a request, for what it hands over. */
    static long inherited(long request) {
        return RequestTable.number(request) | RequestTable.INHERITED;
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    public static void warmUp() throws Throwable {
        Thread task = new Thread("ebpflow-warm-up");
        long request = Requests.enter(RequestTable.CUSTOM, null, "warm-up");
        for (int i = 0; i < 2; i++) {
            submitted(task);
            rejected(task);
            submitted(task);
            taken(task);
            submitted(task);
            exit(enterQueued(task));
            timerRuns(task);
            forked(task, task);
            exit(enterForked(task));
            created(task);
            registered(task);
            exitStage(enterStage(task), task, true);
            done(task);
            labelled(task);
            done(task);
            exit(enterShared());
            StartedThreads.warmUp(task);
            taken(null);
        }
        Requests.exit(request);
        isUsed = false;
    }
}
