// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.ref.WeakReference;

/**
 * The URL patterns of servlets, asked for once per servlet because asking takes a lock and a copy, and found by the
 * identity of the container's object for it: two applications may call their servlets the same. It is held weakly, so that an
 * application can go. What finds no place is asked for again. Consumers of Artemis are kept here as well, with what they have
 * subscribed to.
 *
 * <p>Threading: thread-safe; entries are written once, a place is given again when its servlet is gone.
 */
public final class ServletMappings {
    private static final int CAPACITY = 1_024;
    private static final int PROBES = 8;
    private static final Entry[] ENTRIES = new Entry[CAPACITY];

    private ServletMappings() {}

    /** Of final fields, so that a data race shows all of it or nothing. */
    private static final class Entry {
        private final WeakReference<Object> servlet;
        private final String[] patterns;

        Entry(Object servlet, String[] patterns) {
            this.servlet = new WeakReference<>(servlet);
            this.patterns = patterns;
        }
    }

    /** The patterns of a servlet; null: not asked for yet. */
    public static String[] of(Object servlet) {
        int hash = System.identityHashCode(servlet);
        for (int i = 0; i < PROBES; i++) {
            Entry entry = ENTRIES[hash + i & CAPACITY - 1];
            if (entry != null && entry.servlet.get() == servlet) {
                return entry.patterns;
            }
        }
        return null;
    }

    /** Keeps the patterns of a servlet. */
    public static void put(Object servlet, String[] patterns) {
        int hash = System.identityHashCode(servlet);
        for (int i = 0; i < PROBES; i++) {
            int place = hash + i & CAPACITY - 1;
            Entry entry = ENTRIES[place];
            if (entry == null || entry.servlet.get() == null) {
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
     * @return one of the patterns, null if none fits; empty is that of the context's root
     */
    public static String match(String[] patterns, String servletPath, String pathInfo) {
        if (patterns == null || servletPath == null) {
            return null;
        }
        String byPath = null;
        String byExtension = null;
        String byDefault = null;
        for (String pattern : patterns) {
            if (pattern.equals(servletPath) && (pathInfo == null || pattern.isEmpty())) {
                return pattern;
            }
            if (isPath(pattern, servletPath)) {
                byPath = pattern;
            } else if (pattern.startsWith("*.")
                    && servletPath.regionMatches(
                            servletPath.length() - pattern.length() + 1, pattern, 1, pattern.length() - 1)) {
                byExtension = pattern;
            } else if (pattern.equals("/")) {
                byDefault = pattern;
            }
        }
        return byPath != null ? byPath : byExtension != null ? byExtension : byDefault;
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
