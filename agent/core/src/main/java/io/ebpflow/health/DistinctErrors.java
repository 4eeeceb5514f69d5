// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.health;

import java.util.HashMap;
import java.util.Map;

/**
 * Failures that should not happen, of code that goes on all the same. Each distinct one is logged when it happens first,
 * then when it has happened 10, 100, 1000... times; all are counted. Distinct is the class of the exception and the place
 * it was thrown.
 *
 * <p>Threading: thread-safe.
 */
public final class DistinctErrors {
    /** A bug has few places; more than this many are counted as one. */
    private static final int MAX_DISTINCT = 64;

    private static final String OTHERS = "others";

    private static final int MAX_FRAMES = 4;

    private final AgentLog log;
    private final Map<String, Count> counts = new HashMap<>();
    private long total;

    public DistinctErrors(AgentLog log) {
        this.log = log;
    }

    /**
     * Counts a failure and logs it if it is new.
     *
     * @param where what was going on, a part of a sentence: "view LogView"
     */
    public void report(String where, Throwable error) {
        long occurrences;
        synchronized (this) {
            total++;
            occurrences = ++countOf(error).occurrences;
        }
        if (isPowerOfTen(occurrences)) {
            String times = occurrences == 1 ? "" : " (" + occurrences + " times so far)";
            log.warn(where + " failed" + times + ": " + describe(error) + "; please report it");
        }
    }

    /** Failures so far, repeated ones included. */
    public synchronized long total() {
        return total;
    }

    private Count countOf(Throwable error) {
        StackTraceElement[] frames = error.getStackTrace();
        String key = error.getClass().getName() + (frames.length == 0 ? "" : " " + frames[0]);
        Count count = counts.get(key);
        if (count != null) {
            return count;
        }
        return counts.computeIfAbsent(counts.size() < MAX_DISTINCT ? key : OTHERS, unused -> new Count());
    }

    /** On one line: the exception, its innermost frames, and the same of its cause. */
    private static String describe(Throwable error) {
        StringBuilder text = new StringBuilder(256);
        appendError(text, error);
        if (error.getCause() != null && error.getCause() != error) {
            appendError(text.append(", caused by "), error.getCause());
        }
        return Printable.of(text);
    }

    private static void appendError(StringBuilder text, Throwable error) {
        text.append(error);
        StackTraceElement[] frames = error.getStackTrace();
        for (int i = 0; i < frames.length && i < MAX_FRAMES; i++) {
            text.append(i == 0 ? " at " : " < ").append(frames[i]);
        }
    }

    private static boolean isPowerOfTen(long value) {
        long rest = value;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    private static final class Count {
        long occurrences;
    }
}
