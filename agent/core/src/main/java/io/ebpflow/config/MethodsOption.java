// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Value of the option {@code methods}: a list of methods.
 *
 * <p>Threading: immutable.
 */
final class MethodsOption extends OptionType {
    private static final String NONE = "none";
    private static final Pattern METHOD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.]*#[\\p{L}_$][\\p{L}\\p{N}_$]*");

    MethodsOption() {
        super("none, or a list joined by + of CLASS#METHOD with the full name of the class");
    }

    @Override
    Object parse(String text) throws BadValue {
        if (text.equals(NONE)) {
            return Collections.emptyList();
        }
        List<String> methods = new ArrayList<>();
        for (String method : text.split("\\+", -1)) {
            if (!METHOD.matcher(method.trim()).matches()) {
                throw new BadValue("'" + method + "' is not CLASS#METHOD");
            }
            methods.add(method.trim());
        }
        return Collections.unmodifiableList(methods);
    }
}
