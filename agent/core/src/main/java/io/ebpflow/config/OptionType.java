// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.io.File;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What an option accepts and what becomes of it.
 *
 * <p>Threading: immutable.
 */
abstract class OptionType {
    private final String accepted;

    OptionType(String accepted) {
        this.accepted = accepted;
    }

    /** The accepted values in words. */
    final String accepted() {
        return accepted;
    }

    /**
     * @param text trimmed, not empty
     * @return the value; null for a path that is not set
     */
    abstract Object parse(String text) throws BadValue;

    /** Lower-case constants of an enum. */
    static <E extends Enum<E>> OptionType choice(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new OptionType(words) {
            @Override
            Object parse(String text) throws BadValue {
                return constant(type, text);
            }
        };
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) throws BadValue {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new BadValue(null);
    }

    static OptionType bool() {
        return new OptionType("true, false") {
            @Override
            Object parse(String text) throws BadValue {
                if (text.equalsIgnoreCase("true")) {
                    return true;
                }
                if (text.equalsIgnoreCase("false")) {
                    return false;
                }
                throw new BadValue(null);
            }
        };
    }

    static OptionType flows() {
        String words = Arrays.stream(FlowWord.values()).map(FlowWord::word).collect(Collectors.joining(" "));
        return new OptionType("notable, all, off, or a list joined by + of: " + words) {
            @Override
            Object parse(String text) throws BadValue {
                switch (text.toLowerCase(Locale.ROOT)) {
                    case "notable":
                        return FlowSelection.NOTABLE;
                    case "all":
                        return FlowSelection.ALL;
                    case "off":
                        return FlowSelection.OFF;
                    default:
                        return FlowSelection.of(words(text));
                }
            }
        };
    }

    /** Words of the application's own, that can be printed. */
    static OptionType names() {
        return new OptionType("none, or a list joined by + of names without blanks") {
            @Override
            Object parse(String text) throws BadValue {
                if (text.equals("none")) {
                    return Collections.emptyList();
                }
                List<String> names = Arrays.asList(text.split("\\s*\\+\\s*", -1));
                for (String name : names) {
                    if (!name.matches("[\\p{Graph}&&[^+]]+")) {
                        throw new BadValue("'" + name + "' is not a name");
                    }
                }
                return Collections.unmodifiableList(names);
            }
        };
    }

    private static Set<FlowWord> words(String text) throws BadValue {
        Set<FlowWord> words = EnumSet.noneOf(FlowWord.class);
        for (String word : text.split("[+,\\s]+")) {
            if (word.isEmpty()) {
                continue;
            }
            try {
                words.add(constant(FlowWord.class, word));
            } catch (BadValue e) {
                throw new BadValue("\"" + word + "\" is not a word of the list");
            }
        }
        if (words.isEmpty()) {
            throw new BadValue("no word in the list");
        }
        return words;
    }

    /** @param unset the word that stands for no path, the option's default */
    static OptionType path(String unset, String accepted) {
        return new OptionType(accepted) {
            @Override
            Object parse(String text) throws BadValue {
                if (text.equals(unset)) {
                    return null;
                }
                if (text.indexOf('\0') >= 0) {
                    throw new BadValue("a path cannot hold NUL");
                }
                return new File(text);
            }
        };
    }

    /** A duration in nanoseconds from a shortest one on. */
    static OptionType duration(String min, String max) {
        return duration("a whole number with us, ms, s or m from " + min + " up to " + max, false, min, max);
    }

    /** A duration in nanoseconds from a shortest one on, or 0, which turns something off or means "at once". */
    static OptionType durationOrZero(String min, String max) {
        String from = min.equals("0") ? "" : " from " + min;
        return duration("0, or a whole number with us, ms, s or m" + from + " up to " + max, true, min, max);
    }

    private static OptionType duration(String accepted, boolean isZeroAccepted, String min, String max) {
        return new OptionType(accepted) {
            @Override
            Object parse(String text) throws BadValue {
                long valueNs = durationNs(text);
                boolean isInRange = valueNs >= durationNs(min) && valueNs <= durationNs(max);
                if (!isInRange && !(valueNs == 0 && isZeroAccepted)) {
                    throw new BadValue("out of range");
                }
                return valueNs;
            }
        };
    }

    private static long durationNs(String text) throws BadValue {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = digitsOf(lower);
        long number = number(lower.substring(0, digits));
        switch (lower.substring(digits).trim()) {
            case "us":
                return TimeUnit.MICROSECONDS.toNanos(number);
            case "ms":
                return TimeUnit.MILLISECONDS.toNanos(number);
            case "s":
                return TimeUnit.SECONDS.toNanos(number);
            case "m":
                return TimeUnit.MINUTES.toNanos(number);
            case "":
                if (number == 0) {
                    return 0;
                }
                throw new BadValue("the unit is missing");
            default:
                throw new BadValue(null);
        }
    }

    /** A number without unit. */
    static OptionType wholeNumber(int min, int max) {
        return new OptionType("a whole number from " + min + " up to " + max) {
            @Override
            Object parse(String text) throws BadValue {
                if (text.isEmpty() || digitsOf(text) != text.length()) {
                    throw new BadValue(null);
                }
                long value = number(text);
                if (value < min || value > max) {
                    throw new BadValue("out of range");
                }
                return (int) value;
            }
        };
    }

    /** A power of two in bytes. */
    static OptionType powerOfTwo(String min, String max) {
        return new OptionType("a power of two with k or m from " + min + " up to " + max) {
            @Override
            Object parse(String text) throws BadValue {
                long bytes = bytes(text);
                if (bytes < bytes(min) || bytes > bytes(max)) {
                    throw new BadValue("out of range");
                }
                if (Long.bitCount(bytes) != 1) {
                    throw new BadValue("not a power of two");
                }
                return (int) bytes;
            }
        };
    }

    private static long bytes(String text) throws BadValue {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = digitsOf(lower);
        long number = number(lower.substring(0, digits));
        switch (lower.substring(digits).trim()) {
            case "":
                return number;
            case "k":
                return number << 10;
            case "m":
                return number << 20;
            default:
                throw new BadValue(null);
        }
    }

    private static int digitsOf(String text) {
        int length = 0;
        while (length < text.length() && text.charAt(length) >= '0' && text.charAt(length) <= '9') {
            length++;
        }
        return length;
    }

    /** Nine digits: more than any option accepts, and no unit makes it overflow. */
    private static long number(String digits) throws BadValue {
        if (digits.isEmpty()) {
            throw new BadValue(null);
        }
        if (digits.length() > 9) {
            throw new BadValue("out of range");
        }
        return Long.parseLong(digits);
    }
}
