// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * The URL patterns of servlets, asked for once per servlet because asking takes a lock and a copy, and found by the
 * identity of the servlet's name: no class of the application is held. What finds no place is asked for again.
 *
 * <p>Threading: thread-safe; entries are written once, names before patterns are read as "not there".
 */
public final class ServletMappings {
    private static final int CAPACITY = 1_024;
    private static final int PROBES = 8;
    private static final Entry[] ENTRIES = new Entry[CAPACITY];

    private ServletMappings() {}

    /** Of final fields, so that a data race shows all of it or nothing. */
    private static final class Entry {
        private final String servlet;
        private final String[] patterns;

        Entry(String servlet, String[] patterns) {
            this.servlet = servlet;
            this.patterns = patterns;
        }
    }

    /** The patterns of a servlet; null: not asked for yet. */
    @SuppressWarnings("ReferenceEquality") // identity is the point: equal names of two applications are two servlets
    public static String[] of(String servlet) {
        int hash = System.identityHashCode(servlet);
        for (int i = 0; i < PROBES; i++) {
            Entry entry = ENTRIES[hash + i & CAPACITY - 1];
            if (entry != null && entry.servlet == servlet) {
                return entry.patterns;
            }
        }
        return null;
    }

    /** Keeps the patterns of a servlet. */
    public static void put(String servlet, String[] patterns) {
        int hash = System.identityHashCode(servlet);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & CAPACITY - 1;
            if (ENTRIES[place] == null) {
                ENTRIES[place] = new Entry(servlet, patterns);
                return;
            }
        }
    }

    /**
     * The pattern that the container chose (Servlet specification 12.1: exact, longest path, extension, default).
     *
     * @param servletPath the part of the path that matched; the whole path for an extension and the default
     * @param pathInfo what follows it, null: nothing
     * @return one of the patterns, null if none fits
     */
    public static String match(String[] patterns, String servletPath, String pathInfo) {
        if (patterns == null || servletPath == null) {
            return null;
        }
        String byExtension = null;
        String byDefault = null;
        for (String pattern : patterns) {
            if (pathInfo == null && pattern.equals(servletPath)) {
                return pattern;
            }
            if (isPath(pattern, servletPath)) {
                return pattern;
            }
            if (pattern.startsWith("*.")
                    && servletPath.regionMatches(
                            servletPath.length() - pattern.length() + 1, pattern, 1, pattern.length() - 1)) {
                byExtension = pattern;
            } else if (pattern.equals("/") || pattern.isEmpty()) {
                byDefault = pattern;
            }
        }
        return byExtension != null ? byExtension : byDefault;
    }

    /** {@code /orders/*} for the path {@code /orders}. */
    private static boolean isPath(String pattern, String servletPath) {
        int length = pattern.length() - 2;
        return length >= 0
                && pattern.endsWith("/*")
                && servletPath.length() == length
                && pattern.startsWith(servletPath);
    }
}
