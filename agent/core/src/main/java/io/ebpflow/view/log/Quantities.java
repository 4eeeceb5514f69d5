// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

/**
 * Durations and sizes for people: three or so digits and a unit.
 *
 * <p>Threading: stateless.
 */
final class Quantities {
    private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private Quantities() {}

    /** Appends {@code 412 us}, {@code 1.2 ms}, {@code 41.2 s}, {@code 3 min 5 s} or {@code 2 h 7 min}. */
    static StringBuilder appendDuration(StringBuilder to, long valueNs) {
        // Each unit is rounded from the value itself: twice rounded, 999.4999 ms would be a second.
        long us = rounded(valueNs, 1_000);
        if (us < 1_000) {
            return to.append(us).append(" us");
        }
        long ms = rounded(valueNs, NS_PER_MS);
        if (ms < 1_000) {
            return appendTenths(to, valueNs, NS_PER_MS).append(" ms");
        }
        if (rounded(valueNs, NS_PER_SECOND / 10) < 600) {
            return appendTenths(to, valueNs, NS_PER_SECOND).append(" s");
        }
        long seconds = rounded(valueNs, NS_PER_SECOND);
        if (seconds < 3_600) {
            return to.append(seconds / 60).append(" min ").append(seconds % 60).append(" s");
        }
        long minutes = rounded(valueNs, 60 * NS_PER_SECOND);
        return to.append(minutes / 60).append(" h ").append(minutes % 60).append(" min");
    }

    /** Appends {@code 312 B}, {@code 4.1 KiB} or {@code 412 MiB}: powers of 1024. */
    static StringBuilder appendBytes(StringBuilder to, long bytes) {
        if (bytes < 1_024) {
            return to.append(bytes).append(" B");
        }
        int unit = 1;
        while (rounded(bytes, 1L << 10 * unit) >= 1_024) {
            unit++;
        }
        return appendTenths(to, bytes, 1L << 10 * unit).append(' ').append(BINARY_UNITS[unit]);
    }

    /** One decimal below 100, none from there on. */
    private static StringBuilder appendTenths(StringBuilder to, long value, long unit) {
        long tenths = value / unit * 10 + Math.round((double) (value % unit) * 10 / unit);
        return tenths < 1_000
                ? to.append(tenths / 10).append('.').append(tenths % 10)
                : to.append(rounded(value, unit));
    }

    /** Half up. */
    private static long rounded(long value, long divisor) {
        long rest = value % divisor;
        return value / divisor + (rest >= divisor - rest ? 1 : 0);
    }
}
