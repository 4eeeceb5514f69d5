// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * As {@link Requests}, for servers that hand a request from thread to thread: their own object for it (a channel, an exchange)
 * says on each of them which it is.
 *
 * <p>Threading: thread-safe, as {@link RequestOwners}. Off until {@link Requests#open}.
 */
public final class ServerRequests {
    private ServerRequests() {}

    /**
     * An HTTP request has begun that no thread serves yet. The object serves one after the other: the former one is forgotten.
     *
     * @param owner the server's object for it, with which {@link #resume} finds it
     * @param method {@code GET} ...
     */
    public static void announce(Object owner, String method) {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable != null && requests != null) {
            slotTable.requestOwners().set(owner, requests.begin(RequestTable.HTTP, method, null));
        }
    }

    /**
     * The thread, which serves many connections in turn, begins the next HTTP request of one. Handlers may keep it until the former
     * one is answered: from now on what a task brings to this thread for the former one is nobody's. In other threads it stays.
     *
     * @param owner what decodes the connection, with which {@link #resume} finds it
     * @param method {@code GET} ...
     */
    public static void next(Object owner, String method) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        int slot = ThreadAccess.isVirtual(thread) ? SlotTable.NONE : slotTable.own(thread);
        requests.overtake(slotTable.requestOwners().of(owner), slot);
        long request = requests.begin(RequestTable.HTTP, method, null);
        if (!slotTable.requestOwners().set(owner, request)) {
            requests.overtake(request, slot); // nobody will say when it is
        }
        Requests.set(slotTable, request);
    }

    /**
     * The request that this thread serves will go on with {@link #resume}, on this or another thread; the object's former one is
     * forgotten.
     *
     * @param owner the server's object for it
     * @param begins true: if this thread serves none, an HTTP request begins now
     */
    public static void keep(Object owner, boolean begins) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null) {
            return;
        }
        long request = Requests.current(slotTable);
        if ((request & RequestTable.STARTED)
                != 0) { // of the request in which this thread was made, not of the one that is here
            request = RequestTable.NONE;
        }
        if (request == RequestTable.NONE && begins) {
            request = requests.begin(RequestTable.HTTP, null, null);
        }
        slotTable.requestOwners().set(owner, RequestTable.number(request));
    }

    /**
     * The thread goes on with a request, and with none if it is not known.
     *
     * @param owner that of {@link #announce} or {@link #keep}
     * @return for {@link Requests#exit}
     */
    public static long resume(Object owner) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null) {
            return Requests.OFF;
        }
        long request = slotTable.requestOwners().of(owner);
        requests.resume(request);
        return Requests.set(slotTable, request);
    }

    /**
     * The thread serves the HTTP request of an object that is that of one request alone: the first time it begins, then it goes on.
     *
     * @param owner the server's object for it
     * @param method {@code GET} ...
     * @return for {@link Requests#exit}
     */
    public static long serve(Object owner, String method) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null) {
            return Requests.OFF;
        }
        long request = slotTable.requestOwners().of(owner);
        if (request == RequestTable.NONE) {
            request = requests.begin(RequestTable.HTTP, method, null);
            slotTable.requestOwners().set(owner, request);
        }
        requests.resume(request);
        return Requests.set(slotTable, request);
    }

    /** The request of an object has ended; what threads still do for it bears its name. */
    public static void forget(Object owner) {
        SlotTable slotTable = Requests.slots;
        if (slotTable != null) {
            slotTable.requestOwners().remove(owner);
        }
    }

    /**
     * As {@link Requests#describe}, of the request that an object stands for.
     *
     * @param owner that of {@link #announce} or {@link #keep}
     */
    public static void describe(Object owner, String method, String prefix, String route) {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable != null && requests != null) {
            requests.describe(slotTable.requestOwners().of(owner), method, prefix, route);
        }
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    static void warmUp() throws Throwable {
        Object owner = new Object();
        announce(owner, "GET");
        describe(owner, "GET", "", "/");
        Requests.exit(resume(owner));
        next(owner, "GET");
        Requests.leave();
        keep(owner, true);
        forget(owner);
        Requests.exit(serve(owner, "GET"));
    }
}
