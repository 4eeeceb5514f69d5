// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Value of the option {@code fold}: a list of packages.
 *
 * <p>Threading: immutable.
 */
final class FoldOption extends OptionType {
    private static final String NONE = "none";
    private static final Pattern PREFIX = Pattern.compile("!?[\\p{L}_$][\\p{L}\\p{N}_$.]*");

    FoldOption() {
        super("none, or a list joined by + of what names of classes begin with, each with a ! in front or without");
    }

    @Override
    Object parse(String text) throws BadValue {
        if (text.equals(NONE)) {
            return Collections.emptyList();
        }
        List<String> prefixes = new ArrayList<>();
        for (String prefix : text.split("\\+", -1)) {
            if (!PREFIX.matcher(prefix.trim()).matches()) {
                throw new BadValue("'" + prefix + "' is not the beginning of a class's name");
            }
            prefixes.add(prefix.trim());
        }
        return Collections.unmodifiableList(prefixes);
    }
}
