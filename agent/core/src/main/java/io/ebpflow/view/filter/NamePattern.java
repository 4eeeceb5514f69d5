// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.filter;

import java.util.regex.Pattern;

/**
 * A name with {@code *} for anything; without one, a part of a name.
 *
 * <p>Threading: immutable.
 */
public final class NamePattern {
    private final Pattern pattern;

    private NamePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** A pattern of this text, whatever it holds. */
    public static NamePattern of(String text) {
        boolean isPart = text.indexOf('*') < 0;
        StringBuilder regex = new StringBuilder();
        for (String part : text.split("\\*", -1)) {
            regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return new NamePattern(Pattern.compile(isPart ? ".*" + regex + ".*" : regex.toString(), Pattern.DOTALL));
    }

    /** @param name null fits nothing */
    public boolean fits(CharSequence name) {
        return name != null && pattern.matcher(name).matches();
    }
}
