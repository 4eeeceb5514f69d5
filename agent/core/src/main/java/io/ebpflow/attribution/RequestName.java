// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.health.Printable;

/**
 * The request that a thread served when it did something: strings of the application's server, put together only where
 * they are shown.
 *
 * <p>Threading: confined to its owner.
 */
public final class RequestName {
    /** Longer ones are cut off: a pattern that long says no more in its second half. */
    static final int MAX_LENGTH = 200;

    /** 0: none, or it ended so long ago that nothing is known of it. */
    public long id;

    private int kind;
    private String method;
    private String prefix;
    private String route;
    private String trace;

    public void clear() {
        id = RequestTable.NONE;
        method = prefix = route = trace = null;
    }

    public void set(RequestName other) {
        id = other.id;
        kind = other.kind;
        method = other.method;
        prefix = other.prefix;
        route = other.route;
        trace = other.trace;
    }

    /** Looks a request up. */
    void find(RequestTable table, long requestId) {
        clear();
        if (!table.isKnown(requestId)) {
            return;
        }
        kind = table.kind(requestId);
        method = table.method(requestId);
        prefix = table.prefix(requestId);
        route = table.route(requestId);
        trace = table.trace(requestId);
        if (table.isKnown(requestId)) { // else its place was taken over while we read
            id = RequestTable.number(requestId);
        } else {
            clear();
        }
    }

    /** Whether its name is all that it will be; of what is not HTTP it is from the beginning. */
    public boolean hasRoute() {
        return kind != RequestTable.HTTP || route != null;
    }

    /** {@code http job grpc jms kafka custom}. */
    public String kind() {
        switch (kind) {
            case RequestTable.HTTP:
                return "http";
            case RequestTable.JOB:
                return "job";
            case RequestTable.GRPC:
                return "grpc";
            case RequestTable.JMS:
                return "jms";
            case RequestTable.KAFKA:
                return "kafka";
            default:
                return "custom";
        }
    }

    /** Id of the trace it belongs to, as the application has it, whatever characters are in it; null: none is known. */
    public String trace() {
        return trace;
    }

    /**
     * Appends {@code GET /orders/{id}}; of a route that is not known yet only the method, nothing where there is no request.
     * At most {@link #MAX_LENGTH} characters, and none that would do harm where a line is printed.
     */
    public StringBuilder appendTo(StringBuilder to) {
        int start = to.length();
        if (id == RequestTable.NONE) {
            return to;
        }
        if (kind == RequestTable.JOB && prefix != null) {
            appendClass(to, start);
            append(to, start, route == null ? null : ".");
            append(to, start, route);
            return to;
        }
        append(to, start, method);
        if (route != null) {
            append(to, start, method == null ? null : " ");
            append(to, start, prefix);
            append(to, start, isRoot() || isExtension() ? "/" : null);
            append(to, start, route);
        }
        return to;
    }

    /** The pattern of a context's root is empty, and so is the path of the root context. */
    private boolean isRoot() {
        return route.isEmpty() && (prefix == null || prefix.isEmpty());
    }

    /** {@code *.do}, anywhere in the web application. */
    private boolean isExtension() {
        return route.startsWith("*.");
    }

    /** Without what is behind the name of a generated class, of a lambda or a proxy: a number, each time another one. */
    private void appendClass(StringBuilder to, int start) {
        int slash = prefix.indexOf('/');
        int length = slash < 0 ? prefix.length() : slash;
        int generated = prefix.indexOf("$$");
        append(to, start, prefix, generated > 0 && generated < length ? generated : length);
    }

    private static void append(StringBuilder to, int start, String part) {
        append(to, start, part, part == null ? 0 : part.length());
    }

    private static void append(StringBuilder to, int start, String part, int length) {
        for (int i = 0; i < length; i++) {
            int end = to.length();
            Printable.appendAt(to, part, i);
            if (to.length() - start > MAX_LENGTH) { // neither half an escape nor half a character
                boolean isHalf = end > start && Character.isHighSurrogate(to.charAt(end - 1));
                to.setLength(isHalf ? end - 1 : end);
                return;
            }
        }
    }
}
