// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

/**
 * Writes points in time as RFC 3339 in UTC. Not java.time, which allocates six objects for each.
 *
 * <p>Threading: stateless.
 */
final class UtcTime {
    private static final long US_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    /** Days from 0000-03-01 to 1970-01-01: with March first, the leap day is the last of its year. */
    private static final long DAYS_BEFORE_EPOCH = 719_468;

    /** The Gregorian calendar repeats every 400 years. */
    private static final long DAYS_PER_ERA = 146_097;

    private UtcTime() {}

    /** Appends {@code 2026-11-23T03:11:22.123456Z}. */
    static void appendMicros(StringBuilder to, long epochUs) {
        appendSeconds(to, Math.floorDiv(epochUs, US_PER_SECOND));
        appendPadded(to.append('.'), Math.floorMod(epochUs, US_PER_SECOND), 100_000);
        to.append('Z');
    }

    /** Appends {@code 2026-11-23T03:11:22.123Z}: cut, not rounded, as clocks do. */
    static void appendMillis(StringBuilder to, long epochUs) {
        appendSeconds(to, Math.floorDiv(epochUs, US_PER_SECOND));
        appendPadded(to.append('.'), Math.floorMod(epochUs, US_PER_SECOND) / 1_000, 100);
        to.append('Z');
    }

    private static void appendSeconds(StringBuilder to, long epochSeconds) {
        appendDate(to, Math.floorDiv(epochSeconds, SECONDS_PER_DAY));
        long second = Math.floorMod(epochSeconds, SECONDS_PER_DAY);
        appendPadded(to.append('T'), second / 3_600, 10);
        appendPadded(to.append(':'), second / 60 % 60, 10);
        appendPadded(to.append(':'), second % 60, 10);
    }

    /** After Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days. */
    private static void appendDate(StringBuilder to, long epochDay) {
        long day = epochDay + DAYS_BEFORE_EPOCH;
        long era = Math.floorDiv(day, DAYS_PER_ERA);
        long dayOfEra = Math.floorMod(day, DAYS_PER_ERA);
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        appendPadded(to, era * 400 + yearOfEra + (month <= 2 ? 1 : 0), 1_000);
        appendPadded(to.append('-'), month, 10);
        appendPadded(to.append('-'), dayOfMonth, 10);
    }

    private static void appendPadded(StringBuilder to, long value, long highestPlace) {
        for (long place = highestPlace; place > 1 && value < place; place /= 10) {
            to.append('0');
        }
        to.append(value);
    }
}
