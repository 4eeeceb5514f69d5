// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * What advice says of trace ids: those that a tracer holds for a thread, and those that an application logs. A request has the
 * one that its thread has when it begins, else the first that becomes known while the thread serves it. As in {@link Bridge}: no
 * system call, lock, allocation, logging or class loading; the strings are the tracer's.
 *
 * <p>Threading: thread-safe. Off until {@link #open}.
 */
public final class Traces {
    private static volatile SlotTable slots;
    private static volatile RequestTable table;
    private static volatile ThreadTraces threads;
    private static volatile String[] logKeys = {};

    private Traces() {}

    /**
     * Lets hooks work on these from now on.
     *
     * @param newLogKeys in which of its logging contexts' keys the application has a trace id
     */
    public static void open(SlotTable newSlots, RequestTable newTable, String[] newLogKeys) {
        logKeys = newLogKeys.clone();
        threads = new ThreadTraces();
        table = newTable;
        slots = newSlots;
    }

    /** Makes every hook a no-op. */
    public static void close() {
        slots = null;
        table = null;
        threads = null;
    }

    /** Traces of virtual threads that found no place; 0: off. */
    public static long fullCount() {
        ThreadTraces traces = threads;
        return traces == null ? 0 : traces.fullCount();
    }

    /**
     * A tracer has made a trace the one of this thread.
     *
     * @param traceId null: none
     */
    public static void current(String traceId) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        ThreadTraces traces = threads;
        if (slotTable == null || requests == null || traces == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        if (ThreadAccess.isVirtual(thread)) {
            traces.setVirtual(thread, traceId);
        } else {
            traces.set(slotTable.own(thread), thread, traceId);
        }
        if (traceId != null) {
            requests.trace(Requests.current(slotTable), traceId);
        }
    }

    /** The application has put something into its logging context. */
    public static void logged(String key, String value) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable == null || requests == null || value == null) {
            return;
        }
        String[] keys = logKeys;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                requests.trace(Requests.current(slotTable), value);
            }
        }
    }

    /** The trace under which the running thread begins something; null: none. */
    static String ofThread(SlotTable slotTable) throws Throwable {
        ThreadTraces traces = threads;
        if (traces == null) {
            return null;
        }
        Thread thread = Thread.currentThread();
        return ThreadAccess.isVirtual(thread) ? traces.ofVirtual(thread) : traces.of(slotTable.own(thread), thread);
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    public static void warmUp() throws Throwable {
        current("0af7651916cd43dd8448eb211c80319c");
        String[] keys = logKeys;
        logged(keys.length == 0 ? "" : keys[0], "warm-up");
        current(null);
    }
}
