// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

/**
 * Durations and sizes for people: three or so digits and a unit.
 *
 * <p>Threading: stateless.
 */
final class Quantities {
    private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Quantities() {}

    /** Appends {@code 412 us}, {@code 1.2 ms}, {@code 41.2 s}, {@code 3 min 5 s} or {@code 2 h 7 min}. */
    static StringBuilder appendDuration(StringBuilder to, long valueNs) {
        long us = rounded(valueNs, 1_000);
        if (us < 1_000) {
            return to.append(us).append(" us");
        }
        long tenthsOfMs = rounded(us, 100);
        if (tenthsOfMs < 1_000) {
            return appendTenths(to, tenthsOfMs).append(" ms");
        }
        long ms = rounded(us, 1_000);
        if (ms < 1_000) {
            return to.append(ms).append(" ms");
        }
        long tenthsOfSecond = rounded(ms, 100);
        if (tenthsOfSecond < 600) {
            return appendTenths(to, tenthsOfSecond).append(" s");
        }
        long seconds = rounded(ms, 1_000);
        if (seconds < 3_600) {
            return to.append(seconds / 60).append(" min ").append(seconds % 60).append(" s");
        }
        long minutes = rounded(seconds, 60);
        return to.append(minutes / 60).append(" h ").append(minutes % 60).append(" min");
    }

    /** Appends {@code 312 B}, {@code 4.1 KiB} or {@code 412 MiB}: powers of 1024. */
    static StringBuilder appendBytes(StringBuilder to, long bytes) {
        if (bytes < 1_024) {
            return to.append(bytes).append(" B");
        }
        int unit = 1;
        // One decimal below 100; 1023.95 and more is the next unit.
        while (unit < BINARY_UNITS.length - 1 && tenths(bytes, unit) >= 10_240) {
            unit++;
        }
        long tenths = tenths(bytes, unit);
        if (tenths < 1_000) {
            appendTenths(to, tenths);
        } else {
            to.append(rounded(tenths, 10));
        }
        return to.append(' ').append(BINARY_UNITS[unit]);
    }

    private static long tenths(long bytes, int unit) {
        return Math.round(bytes * 10.0 / (1L << 10 * unit));
    }

    /** Half up. */
    private static long rounded(long value, long divisor) {
        return value / divisor + (value % divisor * 2 >= divisor ? 1 : 0);
    }

    private static StringBuilder appendTenths(StringBuilder to, long tenths) {
        return to.append(tenths / 10).append('.').append(tenths % 10);
    }
}
