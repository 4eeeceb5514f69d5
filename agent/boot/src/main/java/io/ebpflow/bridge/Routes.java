// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * Routes that a framework knows in parts: what its servlet was found by, what an application's classes and methods say. Each two
 * parts are joined once, which allocates, and found again from then on: they are what programmers wrote, so there are few. What
 * finds no place gets no name.
 *
 * <p>Threading: thread-safe; entries are written once.
 */
public final class Routes {
    private static final int CAPACITY = 2_048;
    private static final int PROBES = 8;
    private static final Entry[] ENTRIES = new Entry[CAPACITY];

    private Routes() {}

    /** Of final fields, so that a data race shows all of it or nothing. */
    private static final class Entry {
        private final String base;
        private final String route;
        private final String joined;

        Entry(String base, String route, String joined) {
            this.base = base;
            this.route = route;
            this.joined = joined;
        }
    }

    /**
     * {@code /api/orders/{id}} of {@code /api/*} and {@code orders/{id}}.
     *
     * @param base pattern of a servlet, or what was joined before
     * @param route what follows it
     * @return null: there are too many
     */
    public static String join(String base, String route) {
        int hash = base.hashCode() * 31 + route.hashCode();
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & CAPACITY - 1;
            Entry entry = ENTRIES[place];
            if (entry == null) {
                entry = new Entry(base, route, joined(base, route));
                ENTRIES[place] = entry;
                return entry.joined;
            }
            if (entry.base.equals(base) && entry.route.equals(route)) {
                return entry.joined;
            }
        }
        return null;
    }

    private static String joined(String base, String route) {
        StringBuilder text = new StringBuilder().append(base, 0, baseLength(base));
        if (!route.isEmpty() && !route.equals("/")) {
            text.append(route.charAt(0) == '/' ? "" : "/").append(route);
        }
        return text.length() == 0 ? "/" : text.toString();
    }

    /** Without {@code /*} or {@code /} at its end. */
    private static int baseLength(String pattern) {
        return pattern.length() - (pattern.endsWith("/*") ? 2 : pattern.endsWith("/") ? 1 : 0);
    }

    /**
     * A framework has chosen the route of the HTTP request that this thread serves, as {@link Requests#route}; it may know nothing of
     * what its servlet was found by.
     *
     * @param pattern route
     * @param path what it was compared with, null: not known
     * @param servletPath the part of the path by which the servlet was found
     */
    public static void choose(String pattern, String path, String servletPath) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null) {
            return;
        }
        long request = Requests.current(slotTable);
        String known = requests.isKnown(request) ? requests.route(request) : null;
        boolean isBelow = isAllBelow(known, servletPath) && !(path == null ? pattern : path).startsWith(servletPath);
        String route = isBelow ? join(known, pattern) : pattern;
        if (route != null) {
            requests.route(request, route);
        }
    }

    /** True of {@code /orders/*} and {@code /orders}: only then is that path what a programmer wrote. */
    private static boolean isAllBelow(String pattern, String servletPath) {
        return pattern != null
                && servletPath != null
                && !servletPath.isEmpty()
                && pattern.length() == servletPath.length() + 2
                && pattern.startsWith(servletPath)
                && pattern.endsWith("/*");
    }

    /**
     * What the routes of a framework follow, for {@link #join}.
     *
     * @param basePath the path that they follow in this request, with that of the web application
     * @return null: not known, since it is not what the server has found the request by
     */
    public static String base(String basePath) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null || basePath == null) {
            return null;
        }
        long request = Requests.current(slotTable);
        if (!requests.isKnown(request)) {
            return null;
        }
        String prefix = requests.prefix(request);
        int prefixLength = prefix == null ? 0 : prefix.length();
        int length = baseLength(basePath);
        if (prefixLength > length || prefixLength > 0 && !basePath.startsWith(prefix)) {
            return null;
        }
        if (length == prefixLength) {
            return "";
        }
        String known = requests.route(request);
        boolean isKnown = known != null
                && baseLength(known) == length - prefixLength
                && basePath.regionMatches(prefixLength, known, 0, length - prefixLength);
        return isKnown ? known : null;
    }

    /** True if what this thread serves has its name, or needs none of an HTTP request; or ebpflow is off. */
    public static boolean isNamed() throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null) {
            return true;
        }
        long request = served(slotTable, requests);
        return requests.isKnown(request)
                && (requests.kind(request) != RequestTable.HTTP || requests.route(request) != null);
    }

    /** Not what the thread of a server, or its loop, was started in. */
    private static long served(SlotTable slotTable, RequestTable requests) throws Throwable {
        long request = Requests.current(slotTable);
        boolean isHandedOver = (request & RequestTable.INHERITED) != 0
                && (request & RequestTable.STARTED) == 0
                && requests.isKnown(request)
                && requests.kind(request) == RequestTable.HTTP;
        return (request & RequestTable.INHERITED) == 0 || isHandedOver ? request : RequestTable.NONE;
    }

    /**
     * The thread begins to serve an HTTP request, unless it serves one already, which the server has said.
     *
     * @param method {@code GET} ...
     * @return for {@link Requests#exit}
     */
    public static long enterServlet(String method) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        boolean isServed = slotTable == null || requests == null || requests.isKnown(served(slotTable, requests));
        return isServed ? Requests.OFF : Requests.enterHttp(method, null);
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    static void warmUp() throws Throwable {
        long previous = Requests.enterHttp("GET", null);
        Requests.describe("GET", "", "/warm-up/*");
        join(base("/warm-up/"), "/");
        choose("/", null, "/warm-up");
        if (isNamed()) {
            Requests.exit(enterServlet("GET"));
        }
        Requests.exit(previous);
    }
}
