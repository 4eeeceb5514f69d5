// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

/**
 * Numbers in at most six characters, unless they are beyond all reason.
 *
 * <p>Threading: stateless.
 */
final class Compact {
    private static final String UNITS = "KMGTPE";

    private Compact() {}

    /** {@code 312}, {@code 4.1K}, {@code 412M}: powers of 1024. */
    static String bytes(double value) {
        return scaled(value, 1_024);
    }

    /** {@code 312}, {@code 4.1K}: powers of 1000, from 100 000 on. */
    static String count(double value) {
        return value < 99_999.5 ? Long.toString(Math.round(value)) : scaled(value, 1_000);
    }

    /** {@code 0}, {@code 0.3}, {@code 31}: a tenth below ten. */
    static String rate(double perSecond) {
        if (perSecond >= 9.95 || perSecond == 0) {
            return count(perSecond);
        }
        return tenths(Math.max(1, Math.round(perSecond * 10)));
    }

    private static String scaled(double value, int base) {
        double scaled = value;
        int unit = -1;
        while (Math.round(scaled) >= base && unit + 1 < UNITS.length()) {
            scaled /= base;
            unit++;
        }
        String digits =
                unit < 0 || scaled >= 99.95 ? Long.toString(Math.round(scaled)) : tenths(Math.round(scaled * 10));
        return unit < 0 ? digits : digits + UNITS.charAt(unit);
    }

    /** {@code 412us}, {@code 1.2ms}, {@code 41.2s}, {@code 3m05s}, {@code 2h07m}, {@code 3d04h}; nothing below 0. */
    static String duration(long us) {
        if (us < 0) {
            return "";
        }
        if (us < 1_000) {
            return us + "us";
        }
        if (us < 999_500) {
            return us < 99_950 ? tenths(Math.round(us / 100.0)) + "ms" : Math.round(us / 1_000.0) + "ms";
        }
        if (us < 59_950_000) {
            return tenths(Math.round(us / 100_000.0)) + "s";
        }
        long seconds = Math.round(us / 1_000_000.0);
        if (seconds < 3_600) {
            return pair(seconds, 60, "m", "s");
        }
        return seconds < 86_400 ? pair(seconds / 60, 60, "h", "m") : pair(seconds / 3_600, 24, "d", "h");
    }

    private static String tenths(long tenths) {
        return tenths / 10 + "." + tenths % 10;
    }

    private static String pair(long value, int base, String big, String small) {
        long rest = value % base;
        return value / base + big + (rest < 10 ? "0" : "") + rest + small;
    }
}
