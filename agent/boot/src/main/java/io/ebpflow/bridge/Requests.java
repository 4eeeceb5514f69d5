// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * What advice says of the request that a thread begins to serve, works for, and has served. As in {@link Bridge}: no
 * system call, lock, allocation, logging or class loading, and nothing is thrown into the application.
 *
 * <p>The number of the request lies in the slot of the thread, where the kernel programs find it at each system call; for
 * a virtual thread, which has no slot, it is put there by {@link Bridge#enterIo}.
 *
 * <p>Threading: thread-safe. Off until {@link #open}.
 */
public final class Requests {
    /** A thread without a slot, or ebpflow is off: there is nothing to take back. */
    static final long OFF = -1;

    static volatile SlotTable slots;
    static volatile RequestTable table;

    private Requests() {}

    /** Lets hooks work on these from now on. */
    public static void open(SlotTable newSlots, RequestTable newTable) {
        table = newTable;
        slots = newSlots;
    }

    /** Makes every hook a no-op. */
    public static void close() {
        slots = null;
        table = null;
    }

    /**
     * The thread begins to serve an HTTP request. Whatever it did before is forgotten until {@link #exit}: a new request
     * starts clean.
     *
     * @param method {@code GET} ...
     * @param route its pattern, null: {@link #describe} will tell
     * @return for {@link #exit}
     */
    public static long enterHttp(String method, String route) throws Throwable {
        return enter(RequestTable.HTTP, method, route);
    }

    /**
     * The thread begins something else that has a name.
     *
     * @param kind {@link RequestTable#JOB} or {@link RequestTable#CUSTOM}
     */
    public static long enter(int kind, String method, String name) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable == null || requests == null) {
            return OFF;
        }
        return set(slotTable, begin(slotTable, requests, kind, method, null, name));
    }

    /**
     * The thread begins a job that is known by its class.
     *
     * @param method which of its methods, null: it has but one
     */
    public static long enterJob(Class<?> type, String method) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable == null || requests == null) {
            return OFF;
        }
        return set(slotTable, begin(slotTable, requests, RequestTable.JOB, null, type.getName(), method));
    }

    /** What the thread does from now on belongs to nobody. */
    public static void leave() throws Throwable {
        exit(RequestTable.NONE);
    }

    /** @param previous what {@link #enter} returned */
    public static void exit(long previous) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable != null && requests != null && previous != OFF) {
            long ended = set(slotTable, previous);
            requests.end(ended);
            if ((previous & RequestTable.STARTED) != 0 && isOfItsOwn(requests, ended)) {
                set(slotTable, RequestTable.NONE);
            }
        }
    }

    /** What a thread serves that is not part of something else: such a thread is there for all, whoever started it. */
    private static boolean isOfItsOwn(RequestTable requests, long request) {
        return requests.isKnown(request) && requests.kind(request) != RequestTable.CUSTOM;
    }

    /** @return the number of this thread's request, for {@link #end}; -1: off */
    public static long current() throws Throwable {
        SlotTable slotTable = slots;
        return slotTable == null || table == null ? OFF : current(slotTable);
    }

    /**
     * The thread begins something that {@link #end} ends, in whatever order.
     *
     * @param kind {@link RequestTable#JOB} or {@link RequestTable#CUSTOM}
     * @return its number; -1: off
     */
    public static long begin(int kind, String name) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable == null || requests == null) {
            return OFF;
        }
        long request = begin(slotTable, requests, kind, null, null, name);
        return set(slotTable, request) == OFF ? OFF : request;
    }

    /**
     * Something has ended. If it is still what this thread works for, that is again what was before, unless that has ended, too.
     *
     * @param request what {@link #begin} returned
     * @param previous what {@link #current} returned before
     */
    public static void end(long request, long previous) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable == null || requests == null) {
            return;
        }
        requests.end(request);
        if (current(slotTable) == request) {
            set(slotTable, requests.hasEnded(previous) ? RequestTable.NONE : previous);
        }
    }

    /**
     * More of the HTTP request that this thread serves has become known. What was known before stays: what comes later may be a
     * forward.
     *
     * @param method {@code GET} ..., null: not known
     * @param prefix path of the web application
     * @param route pattern, null: not known
     */
    public static void describe(String method, String prefix, String route) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable != null && requests != null) {
            requests.describe(current(slotTable), method, prefix, route);
        }
    }

    /**
     * A framework has chosen the route of the HTTP request that this thread serves. It stays: what the framework chooses after
     * that is a forward, or the page that tells of an error.
     *
     * @param route pattern
     */
    public static void route(String route) throws Throwable {
        SlotTable slotTable = slots;
        RequestTable requests = table;
        if (slotTable != null && requests != null) {
            requests.route(current(slotTable), route);
        }
    }

    /** What is begun within a request belongs to its trace; another HTTP request does not. */
    private static long begin(
            SlotTable slotTable, RequestTable requests, int kind, String method, String prefix, String route)
            throws Throwable {
        String trace = Traces.ofThread(slotTable);
        if (trace == null && kind != RequestTable.HTTP) {
            trace = requests.knownTrace(current(slotTable));
        }
        long request = requests.begin(kind, method, prefix, route);
        requests.trace(request, trace);
        return request;
    }

    /** Number of the request that the calling thread serves, {@link RequestTable#NONE}: none. */
    static long current(SlotTable slotTable) throws Throwable {
        Thread thread = Thread.currentThread();
        if (ThreadAccess.isVirtual(thread)) {
            return slotTable.virtualRequests().of(ThreadAccess.idOf(thread));
        }
        int slot = slotTable.own(thread);
        if (slot == SlotTable.NONE) {
            return RequestTable.NONE;
        }
        leaveEnded(slotTable, slot);
        return slotTable.request(slot);
    }

    /** A thread that a request started serves it no longer than its starter does: it may be there for all others, too. */
    static void leaveEnded(SlotTable slotTable, int slot) {
        long request = slotTable.request(slot);
        RequestTable requests = table;
        if ((request & RequestTable.STARTED) != 0 && requests != null && !requests.isServed(request)) {
            slotTable.setRequest(slot, RequestTable.NONE);
        }
    }

    /** True if what this thread does for a request, when a task brings it here, may be for the next of the same connection. */
    static boolean isOvertaken(SlotTable slotTable, long request) throws Throwable {
        RequestTable requests = table;
        if (request == RequestTable.NONE || requests == null || !requests.isOvertaken(request)) {
            return false;
        }
        Thread thread = Thread.currentThread();
        return !ThreadAccess.isVirtual(thread) && requests.isOvertaken(request, slotTable.own(thread));
    }

    /** @return what was there before */
    static long set(SlotTable slotTable, long request) throws Throwable {
        Thread thread = Thread.currentThread();
        if (ThreadAccess.isVirtual(thread)) {
            return slotTable.virtualRequests().set(ThreadAccess.idOf(thread), request);
        }
        int slot = slotTable.own(thread);
        if (slot == SlotTable.NONE) {
            return OFF;
        }
        long previous = slotTable.request(slot);
        slotTable.setRequest(slot, request);
        return previous;
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    public static void warmUp() throws Throwable {
        long previous = enterHttp("GET", null);
        describe("GET", "", "/");
        route("/");
        exit(previous);
        long before = current();
        end(begin(RequestTable.CUSTOM, "warm-up"), before);
        enterJob(Requests.class, null);
        leave();
        ServerRequests.warmUp();
        Routes.warmUp();
        Messages.warmUp();
    }
}
