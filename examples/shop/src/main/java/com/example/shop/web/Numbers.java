// SPDX-License-Identifier: Apache-2.0
package com.example.shop.web;

import java.util.OptionalInt;

/** Numbers that came in a request: anybody may have written them. */
final class Numbers {
    private Numbers() {}

    /** @return empty for null, for what is no number, and for less than 1 */
    static OptionalInt positive(String text) {
        try {
            int number = text == null ? 0 : Integer.parseInt(text);
            return number < 1 ? OptionalInt.empty() : OptionalInt.of(number);
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }
}
