// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

import java.util.Locale;

/**
 * The two options that count before the agent proper is loaded. All others are read, and bad values of these two are
 * reported, by the configuration in agent/core.
 *
 * <p>Sources, first wins: agent arguments, {@code -Debpflow.key}, {@code EBPFLOW_KEY}.
 *
 * <p>Threading: immutable.
 */
final class StartOptions {

    /** Longest suffix first. */
    private static final String[] UNITS = {"us", "ms", "s", "m"};

    private static final long[] UNIT_US = {1, 1_000, 1_000_000, 60_000_000};

    private final boolean enabled;
    private final long waitMs;

    private StartOptions(boolean enabled, long waitMs) {
        this.enabled = enabled;
        this.waitMs = waitMs;
    }

    static StartOptions of(String arguments) {
        return of(
                first(arguments, "enabled", "ebpflow.enabled", "EBPFLOW_ENABLED"),
                first(arguments, "wait", "ebpflow.wait", "EBPFLOW_WAIT"));
    }

    static StartOptions of(String enabled, String wait) {
        return new StartOptions(enabled == null || !enabled.trim().equalsIgnoreCase("false"), toMs(wait));
    }

    boolean isEnabled() {
        return enabled;
    }

    /** How long the application's start may wait for the agent to be attached; 0, the default, is not at all. */
    long waitMs() {
        return waitMs;
    }

    private static String first(String arguments, String key, String property, String variable) {
        String value = argument(arguments, key);
        if (value == null) {
            value = System.getProperty(property);
        }
        return value != null ? value : System.getenv(variable);
    }

    /** Finds {@code key=value} among comma-separated arguments; a comma inside double quotes does not separate. */
    static String argument(String arguments, String key) {
        if (arguments == null) {
            return null;
        }
        String found = null;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= arguments.length(); i++) {
            boolean atEnd = i == arguments.length();
            if (!atEnd && arguments.charAt(i) == '"') {
                quoted = !quoted;
            }
            if (atEnd || (arguments.charAt(i) == ',' && !quoted)) {
                String pair = arguments.substring(start, i).trim();
                if (pair.regionMatches(true, 0, key + "=", 0, key.length() + 1)) {
                    found = unquoted(pair.substring(key.length() + 1).trim());
                }
                start = i + 1;
            }
        }
        return found;
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Milliseconds from {@code 250us}, {@code 100ms}, {@code 2s} or {@code 1m}, as the configuration takes it; else 0. */
    static long toMs(String text) {
        String duration = text == null ? "" : text.trim().toLowerCase(Locale.ROOT);
        for (int i = 0; i < UNITS.length; i++) {
            if (duration.endsWith(UNITS[i])) {
                return toMs(duration.substring(0, duration.length() - UNITS[i].length()), UNIT_US[i]);
            }
        }
        return 0;
    }

    private static long toMs(String number, long unitUs) {
        try {
            return Math.max(0, Math.multiplyExact(Long.parseLong(number.trim()), unitUs) / 1_000);
        } catch (ArithmeticException | NumberFormatException e) {
            return 0; // the configuration reports it
        }
    }
}
