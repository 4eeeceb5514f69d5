// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The requests that are being served, and the last of those that were: what the number that a hook puts into a thread's
 * slot stands for. A ring: a request keeps its place until {@link #CAPACITY} others have begun, after which its number
 * stands for nothing any more, which is how a record that comes too late finds out. Preallocated; strings are those of
 * the application's server, none is made here.
 *
 * <p>Threading: thread-safe without locks. The thread that begins a request writes its place; others may add what they
 * learn while it is served.
 */
public final class RequestTable {
    /** No request. */
    public static final long NONE = 0;

    /** In a number: the request came to this thread with a task. */
    public static final long INHERITED = 1L << 62;

    /** In a number: it came with the start of this very thread, which may outlive it and then serve others. */
    static final long STARTED = 1L << 61;

    private static final long NUMBER = STARTED - 1;

    /** Served by an HTTP server. */
    public static final int HTTP = 1;

    /** Work on a schedule. */
    public static final int JOB = 2;

    /** Named by configuration or by hand. */
    public static final int CUSTOM = 3;

    /** A call served by a gRPC server. */
    public static final int GRPC = 4;

    /** A message that a listener of JMS was given. */
    public static final int JMS = 5;

    /** A message that a consumer of Kafka has taken. */
    public static final int KAFKA = 6;

    /**
     * Power of two. At 6 000 requests a second a place lasts five seconds, as long as an exchange waits for a next one before it is
     * shown; beyond that the last of an idle connection may have lost its name.
     */
    private static final int CAPACITY = 1 << 15;

    private static final int MASK = CAPACITY - 1;

    /** Longer methods of HTTP do not exist; a client can make one up, and would fill the memory with it. */
    private static final int MAX_METHOD_LENGTH = 32;

    /** W3C's and OpenTelemetry's have 32 characters, others fewer than this; something longer is not a trace id. */
    private static final int MAX_TRACE_LENGTH = 64;

    /** Of all tables: a hook that began under an agent that was uninstalled must not name a request of the next. */
    private static final AtomicLong LAST = new AtomicLong();

    private final AtomicLongArray ids = new AtomicLongArray(CAPACITY);
    private final int[] kinds = new int[CAPACITY];
    private final String[] methods = new String[CAPACITY];
    private final String[] prefixes = new String[CAPACITY];
    private final String[] routes = new String[CAPACITY];
    private final int[] owners = new int[CAPACITY];
    private final String[] traces = new String[CAPACITY];
    private final int[] overtakenIn = new int[CAPACITY];
    private final boolean[] isFinal = new boolean[CAPACITY];
    private final boolean[] hasEnded = new boolean[CAPACITY];

    /** The number of a request without what else lies in it. */
    public static long number(long id) {
        return id & NUMBER;
    }

    /**
     * Begins a request.
     *
     * @param kind {@link #HTTP} ...
     * @param method of HTTP, else null
     * @param route its pattern, null: not known yet
     * @return its id
     */
    long begin(int kind, String method, String route) {
        return begin(kind, method, null, route);
    }

    /** @param prefix what comes before the route: of a job its class, then the route is its method, null: it has but one */
    long begin(int kind, String method, String prefix, String route) {
        long id = LAST.incrementAndGet();
        int place = (int) id & MASK;
        ids.set(place, NONE); // a reader of the former owner finds nothing rather than a mixture
        kinds[place] = kind;
        methods[place] = bounded(method);
        prefixes[place] = prefix;
        routes[place] = route;
        owners[place] = 0;
        traces[place] = null;
        overtakenIn[place] = 0;
        isFinal[place] = false;
        hasEnded[place] = false;
        ids.set(place, id);
        return id;
    }

    /** Says the trace that a request belongs to; the first that is told stays. */
    void trace(long id, String trace) {
        int place = (int) id & MASK;
        if (trace != null && isKnown(id) && traces[place] == null && isTrace(trace)) {
            traces[place] = trace;
        }
    }

    private static boolean isTrace(String text) {
        return !text.isEmpty() && text.length() <= MAX_TRACE_LENGTH;
    }

    /** {@link #trace(long)} of a request that may not be known; null: none. */
    String knownTrace(long id) {
        return isKnown(id) ? trace(id) : null;
    }

    /** The thread that began a request has done with it, nobody is to go back to it; tasks may still work for it. */
    void end(long id) {
        if ((id & INHERITED) == 0 && isKnown(id)) {
            hasEnded[(int) id & MASK] = true;
        }
    }

    /** A server goes on with a request, on whichever thread. */
    void resume(long id) {
        if (isKnown(id)) {
            hasEnded[(int) id & MASK] = false;
        }
    }

    /**
     * The thread that has begun a request has begun the next one of the same connection: what it finds to do for this one may be
     * for that, too.
     *
     * @param slot of that thread, {@link SlotTable#NONE}: it has none, and bears no request
     */
    void overtake(long id, int slot) {
        if (isKnown(id)) {
            overtakenIn[(int) id & MASK] = slot + 1;
        }
    }

    /** True if there may be a thread for which {@link #isOvertaken(long, int)} is. */
    boolean isOvertaken(long id) {
        return isKnown(id) && overtakenIn[(int) id & MASK] != 0;
    }

    /** True after {@link #overtake}, in the thread that says so. */
    boolean isOvertaken(long id, int slot) {
        return overtakenIn[(int) id & MASK] == slot + 1;
    }

    /** True after {@link #end}, until its place is another's; not of a task, which may go on. */
    boolean hasEnded(long id) {
        return (id & INHERITED) == 0 && isKnown(id) && hasEnded[(int) id & MASK];
    }

    /** True until {@link #end}, of whatever works for it. */
    boolean isServed(long id) {
        return isKnown(id) && !hasEnded[(int) id & MASK];
    }

    /** Says more of an HTTP request while it is served, null: nothing. What is known stays, and what has a name of its own. */
    void describe(long id, String method, String prefix, String route) {
        if (!isKnown(id) || kind(id) != HTTP) {
            return;
        }
        int place = (int) id & MASK;
        methods[place] = methods[place] == null ? bounded(method) : methods[place];
        if (routes[place] == null && route != null) {
            prefixes[place] = prefix;
            routes[place] = route;
        }
    }

    /** Says the route that stays: what comes later is a forward, or the page that tells of an error. */
    void route(long id, String route) {
        if (isKnown(id) && kind(id) == HTTP && !isFinal[(int) id & MASK]) {
            routes[(int) id & MASK] = route;
            isFinal[(int) id & MASK] = true;
        }
    }

    /**
     * Says what is known of the route before all of it is.
     *
     * @param owner who goes on with it, not 0
     */
    void beginRoute(long id, String route, int owner) {
        if (isKnown(id) && kind(id) == HTTP && !isFinal[(int) id & MASK]) {
            routes[(int) id & MASK] = route;
            owners[(int) id & MASK] = owner;
        }
    }

    /** What this owner has begun; null: nothing, or all is known. */
    String begunRoute(long id, int owner) {
        int place = (int) id & MASK;
        return isKnown(id) && owners[place] == owner && !isFinal[place] ? routes[place] : null;
    }

    private static String bounded(String method) {
        return method == null || method.length() > MAX_METHOD_LENGTH ? null : method;
    }

    /** Number of the request that began last, here or in another table. */
    public long newest() {
        return LAST.get();
    }

    /** True if the number still stands for a request; to be asked once more after its parts were read. */
    public boolean isKnown(long id) {
        return number(id) != NONE && ids.get((int) id & MASK) == number(id);
    }

    /** {@link #HTTP} ...; of a request that is known. */
    public int kind(long id) {
        return kinds[(int) id & MASK];
    }

    /** Of HTTP, else null. */
    public String method(long id) {
        return methods[(int) id & MASK];
    }

    /** What the route begins with (the path of a web application), null or empty: nothing. */
    public String prefix(long id) {
        return prefixes[(int) id & MASK];
    }

    /** Id of its trace, null: none. */
    public String trace(long id) {
        return traces[(int) id & MASK];
    }

    /** Pattern of the route, null: not known. */
    public String route(long id) {
        return routes[(int) id & MASK];
    }
}
