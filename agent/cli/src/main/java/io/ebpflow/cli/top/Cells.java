// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import io.ebpflow.health.Printable;

/**
 * Text by the columns that it takes on a terminal: two for East Asian wide characters and emoji, none for combining marks.
 *
 * <p>Threading: stateless.
 */
final class Cells {
    /** Where something was left out. ASCII: of what is beyond it, terminals differ in opinion. */
    private static final char CUT = '~';

    /** First and last of what is wide, in order: the blocks that wcwidth(3) has. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
        0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x1f000, 0x1f02f, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900,
        0x1faff, 0x20000, 0x3fffd
    };

    private Cells() {}

    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += width(text.codePointAt(i));
        }
        return width;
    }

    private static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (codePoint >= WIDE[i] && codePoint <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    /** Exactly so wide; nothing in it that a terminal would obey. */
    static String left(String text, int width) {
        String cell = fit(text, width);
        return cell + " ".repeat(width - width(cell));
    }

    static String right(String text, int width) {
        String cell = fit(text, width);
        return " ".repeat(width - width(cell)) + cell;
    }

    /** At most so wide: what is too long loses its middle, for ports and numbers stand at the end. */
    static String fit(String text, int width) {
        String safe = Printable.of(text);
        if (width(safe) <= width) {
            return safe;
        }
        if (width < 1) {
            return "";
        }
        int tail = (width - 1) / 3;
        return head(safe, width - 1 - tail) + CUT + tail(safe, tail);
    }

    private static String head(String text, int width) {
        int end = 0;
        int taken = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            if (taken + width(codePoint) > width) {
                break;
            }
            taken += width(codePoint);
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int width) {
        int start = text.length();
        int taken = 0;
        while (start > 0) {
            int codePoint = text.codePointBefore(start);
            if (taken + width(codePoint) > width) {
                break;
            }
            taken += width(codePoint);
            start -= Character.charCount(codePoint);
        }
        // A mark without the letter that it belongs to would stand on ours.
        while (start < text.length() && width(text.codePointAt(start)) == 0) {
            start += Character.charCount(text.codePointAt(start));
        }
        return text.substring(start);
    }
}
