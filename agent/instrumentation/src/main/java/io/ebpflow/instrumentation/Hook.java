// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Advice for some methods of one class.
 *
 * <p>Threading: immutable.
 */
public final class Hook {
    private final String className;
    private final Class<?> advice;
    private final ElementMatcher<? super MethodDescription> methods;

    /**
     * @param className binary name; a JDK that has no such class goes without
     * @param advice class with {@code @Advice} methods that suppress Throwable and call only the bridge
     * @param methods which methods
     */
    public Hook(String className, Class<?> advice, ElementMatcher<? super MethodDescription> methods) {
        this.className = className;
        this.advice = advice;
        this.methods = methods;
    }

    String className() {
        return className;
    }

    Class<?> advice() {
        return advice;
    }

    ElementMatcher<? super MethodDescription> methods() {
        return methods;
    }
}
