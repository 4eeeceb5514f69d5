// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static net.bytebuddy.matcher.ElementMatchers.any;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * What is woven into one class.
 *
 * <p>Threading: immutable.
 */
public final class Hook {
    private final String className;
    private final Weaving weaving;

    private Hook(String className, Weaving weaving) {
        this.className = className;
        this.weaving = weaving;
    }

    /**
     * Advice for some methods.
     *
     * @param className binary name; a JDK that has no such class goes without
     * @param advice class with {@code @Advice} methods that suppress Throwable and call only the bridge
     * @param methods which methods
     */
    public static Hook advice(String className, Class<?> advice, ElementMatcher<? super MethodDescription> methods) {
        return new Hook(
                className, adviceClasses -> Advice.to(advice, adviceClasses).on(methods));
    }

    /**
     * Calls of the bridge around each call of a static method, wherever the class makes it.
     *
     * @param className binary name of the caller
     * @param calledClass binary name of the class that declares the method
     * @param bridge class of the bridge
     * @param before its static method without arguments and result, to call first
     * @param after likewise, to call then
     */
    public static Hook aroundCalls(
            String className, String calledClass, String method, Class<?> bridge, String before, String after) {
        CallBracket bracket = new CallBracket(internal(calledClass), method, internal(bridge.getName()), before, after);
        return new Hook(className, adviceClasses -> new AsmVisitorWrapper.ForDeclaredMethods().method(any(), bracket));
    }

    static String internal(String binaryName) {
        return binaryName.replace('.', '/');
    }

    String className() {
        return className;
    }

    /** @param adviceClasses where the bytes of advice classes are found */
    AsmVisitorWrapper weaving(ClassFileLocator adviceClasses) {
        return weaving.of(adviceClasses);
    }

    /** Made anew for each class that is woven. */
    private interface Weaving {
        AsmVisitorWrapper of(ClassFileLocator adviceClasses);
    }
}
