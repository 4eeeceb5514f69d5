// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.health;

/**
 * Text that came from outside (thread names, option values, kernel messages), made safe for one line of a log or a
 * terminal: line breaks, escape sequences and reversed writing show as {@code \}{@code uXXXX} instead of taking effect.
 *
 * <p>Threading: stateless.
 */
public final class Printable {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Printable() {}

    /** The text with every character that must not be printed as it is replaced by its escape. */
    public static String of(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (mustEscape(text, i)) {
                return append(new StringBuilder(text.length() + 16), text).toString();
            }
        }
        return text.toString();
    }

    /** Appends {@link #of(CharSequence)} without an intermediate string. */
    public static StringBuilder append(StringBuilder to, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            appendAt(to, text, i);
        }
        return to;
    }

    /** Appends one character of the text, or its escape {@code \}{@code uXXXX}, which JSON understands too. */
    public static void appendAt(StringBuilder to, CharSequence text, int index) {
        char c = text.charAt(index);
        if (!mustEscape(text, index)) {
            to.append(c);
            return;
        }
        to.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[c >> 8 & 15])
                .append(HEX[c >> 4 & 15])
                .append(HEX[c & 15]);
    }

    /** True for a surrogate without its other half: UTF-8 cannot express it. */
    private static boolean isLoneSurrogate(CharSequence text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private static boolean mustEscape(CharSequence text, int index) {
        char c = text.charAt(index);
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        return Character.isISOControl(c) || isLineOrDirectionControl(c) || isLoneSurrogate(text, index);
    }

    /** Unicode line breaks, and the marks that turn the writing direction of what follows. */
    private static boolean isLineOrDirectionControl(char c) {
        return c >= '\u2028' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f';
    }
}
