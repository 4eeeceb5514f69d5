// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Routes that a framework knows in parts: what its servlet was found by, what an application's classes and methods say. Each two
 * parts are joined once, which allocates, and found again from then on: they are what programmers wrote, so there are few. What
 * finds no place gets no name, which is counted.
 *
 * <p>Threading: thread-safe; entries are written once.
 */
public final class Routes {
    private static final int CAPACITY = 2_048;
    private static final int PROBES = 8;
    private static final Entry[] ENTRIES = new Entry[CAPACITY];
    private static final AtomicLong FULL = new AtomicLong();

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
        return join(base, route, 0, route.length());
    }

    /** As {@link #join}, without a slash at the end of the route. */
    public static String joinPath(String base, String route) {
        return join(base, route, 0, route.length() - (route.endsWith("/") ? 1 : 0));
    }

    private static String join(String base, String text, int start, int end) {
        int first = base.hashCode() * 31 + hash(text, start, end);
        for (int i = 0; i < PROBES; i++) {
            int place = first + i & CAPACITY - 1;
            Entry entry = ENTRIES[place];
            if (entry == null) {
                String route = text.substring(start, end);
                entry = new Entry(base, route, joined(base, route));
                ENTRIES[place] = entry;
                return entry.joined;
            }
            if (entry.base.equals(base) && isPart(text, start, end, entry.route)) {
                return entry.joined;
            }
        }
        FULL.incrementAndGet();
        return null;
    }

    /** How often a route was not known because its parts found no place. */
    public static long fullCount() {
        return FULL.get();
    }

    /** As that of String, which keeps it. */
    private static int hash(String text, int start, int end) {
        if (start == 0 && end == text.length()) {
            return text.hashCode();
        }
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash;
    }

    private static boolean isPart(String text, int start, int end, String part) {
        return end - start == part.length() && text.startsWith(part, start);
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

    /**
     * As {@link #base}, of a framework that serves at an address below its servlet: {@code /api/*} and {@code /shop/api/v1} are
     * {@code /api/v1}.
     *
     * @param basePath with what was configured, nothing else of it, behind the path of the servlet
     */
    public static String address(String basePath) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        if (slotTable == null || requests == null || basePath == null) {
            return null;
        }
        long request = Requests.current(slotTable);
        String known = requests.isKnown(request) ? requests.route(request) : null;
        if (known == null) {
            return null;
        }
        String prefix = requests.prefix(request);
        int prefixLength = prefix == null ? 0 : prefix.length();
        int length = prefixLength + baseLength(known);
        boolean isBelow = basePath.length() >= length
                && (prefixLength == 0 || basePath.startsWith(prefix))
                && basePath.regionMatches(prefixLength, known, 0, length - prefixLength)
                && (basePath.length() == length || basePath.charAt(length) == '/');
        if (!isBelow) {
            return null;
        }
        return join(known, basePath, length, basePath.length());
    }

    /**
     * A framework has found what finds the rest of the route, in the thread that serves the HTTP request.
     *
     * @param route all of it up to there
     * @param owner identity of the framework's own object for this request, since that may go on in a thread of another
     */
    public static void begin(String route, int owner) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        String all = slotTable == null || requests == null ? null : join(route, "*");
        if (all != null) {
            requests.beginRoute(Requests.current(slotTable), all, owner);
        }
    }

    /** What {@link #begin} was told of the request that this thread serves, for {@link #join}; null: not by this owner. */
    public static String begun(int owner) throws Throwable {
        SlotTable slotTable = Requests.slots;
        RequestTable requests = Requests.table;
        return slotTable == null || requests == null ? null : requests.begunRoute(Requests.current(slotTable), owner);
    }

    /** True if a route has no parameters and this is its path; slashes around it do not count. */
    public static boolean isPath(String route, String path) {
        if (route == null || path == null || route.indexOf('{') >= 0) {
            return false;
        }
        int routeStart = route.startsWith("/") ? 1 : 0;
        int pathStart = path.startsWith("/") ? 1 : 0;
        int routeLength = Math.max(baseLength(route) - routeStart, 0);
        int pathLength = Math.max(baseLength(path) - pathStart, 0);
        return routeLength == pathLength && route.regionMatches(routeStart, path, pathStart, pathLength);
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
        begin(address("/warm-up/v1/"), 1);
        joinPath(begun(1), "/");
        isPath("/warm-up/", "warm-up");
        choose("/", null, "/warm-up");
        if (isNamed()) {
            Requests.exit(enterServlet("GET"));
        }
        Requests.exit(previous);
    }
}
