// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * As {@link Requests}, for threads that poll for messages and work them off one after the other: a message begins where it is taken,
 * and ends where the next one is or where the thread polls again. Only threads that poll are looked at, since there is no other
 * sure end; and only while they serve nothing else.
 *
 * <p>A consumer may take a million messages a second and do nothing with them that could be seen; numbers for each would
 * take the places of all other requests. So what is taken within a millisecond has one number, if its name is the same and no trace
 * tells it apart.
 *
 * <p>Threading: thread-safe, as {@link RequestOwners}; of two threads whose numbers share a place here one may take a new
 * number sooner. Off until {@link Requests#open}.
 */
public final class Messages {
    /** What a thread that polls stands for while it has no message. */
    private static final long POLLS = -1;

    private static final long SAME_NS = 1_000_000;

    private static final int BEGUN_MASK = 0x3ff;
    private static final long[] BEGUN_NS = new long[BEGUN_MASK + 1];

    private Messages() {}

    /** The thread polls: what it did with the last message is over. */
    public static void poll() throws Throwable {
        SlotTable slotTable = Requests.slots;
        if (slotTable != null && end(slotTable) == RequestTable.NONE) {
            slotTable.requestOwners().set(Thread.currentThread(), POLLS);
        }
    }

    /** The thread will not poll again, as far as we know. */
    public static void close() throws Throwable {
        SlotTable slotTable = Requests.slots;
        if (slotTable != null && end(slotTable) == POLLS) {
            slotTable.requestOwners().remove(Thread.currentThread());
        }
    }

    /** The thread has worked off the last message that it has. */
    public static void end() throws Throwable {
        SlotTable slotTable = Requests.slots;
        if (slotTable != null) {
            end(slotTable);
        }
    }

    /**
     * Unless something else has begun within the message, which will give back what was before: then it is for a later time.
     *
     * @return what the thread stands for now, {@link RequestTable#NONE}: it does not poll
     */
    private static long end(SlotTable slotTable) throws Throwable {
        Thread thread = Thread.currentThread();
        long last = slotTable.requestOwners().of(thread);
        if (last == RequestTable.NONE || last == POLLS) {
            return last;
        }
        long current = Requests.current(slotTable);
        if (current == last) {
            Requests.set(slotTable, RequestTable.NONE);
        } else if (current != RequestTable.NONE) {
            return last;
        }
        slotTable.requestOwners().set(thread, POLLS);
        return POLLS;
    }

    /**
     * The thread takes a message.
     *
     * @param kind {@link RequestTable#KAFKA} ...
     * @param name of the topic
     */
    public static void next(int kind, String name) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        long last = slotTable.requestOwners().of(thread);
        long current = Requests.current(slotTable);
        boolean isWithin = current != RequestTable.NONE
                && current != last
                && (current & RequestTable.INHERITED) == 0; // else what its loop was started in
        if (last == RequestTable.NONE || isWithin) {
            return;
        }
        long nowNs = System.nanoTime();
        if (current == last && isSame(requests, last, kind, name, nowNs)) {
            return;
        }
        Requests.set(slotTable, RequestTable.NONE);
        Requests.enter(kind, null, name);
        long request = Requests.current(slotTable);
        slotTable.requestOwners().set(thread, request == RequestTable.NONE ? POLLS : request);
        BEGUN_NS[(int) request & BEGUN_MASK] = nowNs;
    }

    private static boolean isSame(RequestTable requests, long last, int kind, String name, long nowNs) {
        long ageNs = nowNs - BEGUN_NS[(int) last & BEGUN_MASK];
        return ageNs >= 0
                && ageNs < SAME_NS
                && requests.isKnown(last)
                && requests.kind(last) == kind
                && name.equals(requests.route(last))
                && requests.trace(last) == null;
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    static void warmUp() throws Throwable {
        poll();
        next(RequestTable.KAFKA, "warm-up");
        next(RequestTable.KAFKA, "warm-up");
        end();
        close();
    }
}
