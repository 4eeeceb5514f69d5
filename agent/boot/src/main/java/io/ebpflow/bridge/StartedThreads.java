// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * What advice says of threads that begin and end: as {@link Tasks}, the request of who starts one becomes that of the new thread.
 *
 * <p>Threading: thread-safe. On and off with {@link Tasks}.
 */
public final class StartedThreads {
    private StartedThreads() {}

    /** A platform thread is about to start. Threads of a class of their own are the loops of a library, for everyone. */
    public static void starts(Thread thread) throws Throwable {
        SlotTable table = Tasks.slots();
        if (table == null || thread.getClass() != Thread.class) {
            return;
        }
        long request = Requests.current(table);
        if (request != RequestTable.NONE && thread.getState() == Thread.State.NEW) {
            table.tasks().put(thread, Tasks.inherited(request) | RequestTable.STARTED, false);
            Tasks.use();
        }
    }

    /** A platform thread begins to run what it was started for. */
    public static void runs(Thread thread) throws Throwable {
        SlotTable table = Tasks.slots();
        if (table == null || !Tasks.isUsed() || thread != Thread.currentThread()) {
            return;
        }
        long request = table.tasks().take(thread);
        if (request != RequestTable.NONE) {
            Requests.set(table, request);
        }
    }

    /** A virtual thread is about to start. */
    public static void virtualStarts(Thread thread) throws Throwable {
        SlotTable table = Tasks.slots();
        long request = table == null ? RequestTable.NONE : Requests.current(table);
        if (request != RequestTable.NONE && thread.getState() == Thread.State.NEW) {
            table.virtualRequests().set(ThreadAccess.idOf(thread), Tasks.inherited(request));
        }
    }

    /** A thread has ended; called on a carrier. */
    public static void ended(Thread thread) throws Throwable {
        SlotTable table = Tasks.slots();
        if (table != null && ThreadAccess.isVirtual(thread)) {
            forget(thread);
        }
    }

    private static void forget(Thread virtual) throws Throwable {
        SlotTable table = Tasks.slots();
        if (table != null) {
            table.virtualRequests().set(ThreadAccess.idOf(virtual), RequestTable.NONE);
        }
    }

    /** Runs every path once on the calling (agent) thread, for one that is never started. */
    static void warmUp(Thread thread) throws Throwable {
        starts(thread);
        Tasks.done(thread);
        runs(Thread.currentThread());
        virtualStarts(thread);
        forget(thread);
    }
}
