// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JVM itself logs about safepoints ({@code -Xlog:safepoint}), with the time of CLOCK_MONOTONIC in front of each line,
 * which is written right after the safepoint's end.
 *
 * <p>Threading: immutable.
 */
final class SafepointLog {

    static final String OPTION = "-Xlog:safepoint:file=%s:timenanos";

    private static final Pattern LINE = Pattern.compile("\\[(\\d+)ns] Safepoint \"(\\w+)\".* Total: +(\\d+) ns.*");

    private final List<Stop> stops = new ArrayList<>();

    SafepointLog(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                long endNs = Long.parseLong(matcher.group(1));
                stops.add(new Stop(matcher.group(2), endNs - Long.parseLong(matcher.group(3)), endNs));
            }
        }
    }

    /** Those that began in this interval. */
    List<Stop> between(long fromNs, long toNs) {
        List<Stop> found = new ArrayList<>(stops);
        found.removeIf(stop -> stop.startNs < fromNs || stop.startNs > toNs);
        return found;
    }

    /**
     * One safepoint.
     *
     * <p>Threading: immutable.
     */
    static final class Stop {
        final String operation;
        final long startNs;
        final long endNs;

        Stop(String operation, long startNs, long endNs) {
            this.operation = operation;
            this.startNs = startNs;
            this.endNs = endNs;
        }

        long ns() {
            return endNs - startNs;
        }

        long overlapNs(long fromNs, long toNs) {
            return Math.max(0, Math.min(toNs, endNs) - Math.max(fromNs, startNs));
        }

        @Override
        public String toString() {
            return operation + ' ' + startNs + " to " + endNs;
        }
    }
}
