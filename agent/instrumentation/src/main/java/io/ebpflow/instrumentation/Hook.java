// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation;

import static net.bytebuddy.matcher.ElementMatchers.any;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * What is woven into one class.
 *
 * <p>Threading: immutable.
 */
public final class Hook {
    /** Where advice is. */
    private static final String OURS = "io.ebpflow.instrumentation.";

    private final String className;
    private final Weaving weaving;
    private final boolean isOnLoad;

    private Hook(String className, Weaving weaving, boolean isOnLoad) {
        this.className = className;
        this.weaving = weaving;
        this.isOnLoad = isOnLoad;
    }

    /**
     * Advice for some methods of a class that the application may or may not have, whatever its loader: woven when the class
     * is loaded, or at once if it is.
     *
     * @param className binary name
     * @param advice class with {@code @Advice} methods that suppress Throwable and call only the bridge
     * @param methods which methods
     */
    public static Hook onLoad(String className, Class<?> advice, ElementMatcher<? super MethodDescription> methods) {
        return onLoad(className, advice, methods, new String[0]);
    }

    /**
     * Advice that names a library's types otherwise than this copy of it does: written with the types of the original for a
     * copy that another library has moved into its own package, or with a stand-in for a type that is not public.
     *
     * @param className binary name, as the copy has it
     * @param renamed the beginning of binary names that the advice uses, what they begin with in the class that is woven; and so on
     */
    public static Hook onLoad(
            String className, Class<?> advice, ElementMatcher<? super MethodDescription> methods, String... renamed) {
        String adviceName = advice.getName(); // described, not linked: it names types that only the application has
        return new Hook(
                className,
                adviceClasses -> {
                    ClassFileLocator classes = adviceClasses;
                    for (int i = 0; i < renamed.length; i += 2) {
                        classes = new RenamedTypes(classes, adviceName, renamed[i], renamed[i + 1]);
                    }
                    return Advice.to(
                                    TypePool.Default.of(classes)
                                            .describe(adviceName)
                                            .resolve(),
                                    classes)
                            .on(methods);
                },
                true);
    }

    /**
     * The same for a copy of the library under other names, as some keep one for themselves.
     *
     * @param from what the names of the library's classes begin with, {@code org.acme.}
     * @param to what they begin with in the copy
     */
    public Hook relocated(String from, String to) {
        return new Hook(
                to + className.substring(from.length()),
                adviceClasses -> weaving.of(new RenamedTypes(adviceClasses, OURS, from, to)),
                isOnLoad);
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
                className, adviceClasses -> Advice.to(advice, adviceClasses).on(methods), false);
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
        return new Hook(
                className, adviceClasses -> new AsmVisitorWrapper.ForDeclaredMethods().method(any(), bracket), false);
    }

    /**
     * {@code Tasks.enter...} before and {@code Tasks.exit} after each call that runs a task: a method without arguments,
     * of the task, in some methods of a class.
     *
     * @param className binary name of the caller
     * @param callers its methods
     * @param method of the task
     * @param enter method of the bridge, which is given the task
     */
    public static Hook aroundRuns(
            String className, ElementMatcher<? super MethodDescription> callers, String method, String enter) {
        return aroundRuns(className, callers, method, enter, false);
    }

    /** The same in a class that the application may or may not have, whatever its loader. */
    public static Hook aroundRunsOnLoad(
            String className, ElementMatcher<? super MethodDescription> callers, String method, String enter) {
        return aroundRuns(className, callers, method, enter, true);
    }

    private static Hook aroundRuns(
            String className,
            ElementMatcher<? super MethodDescription> callers,
            String method,
            String enter,
            boolean isOnLoad) {
        RunBracket bracket = new RunBracket(method, enter);
        return new Hook(
                className,
                adviceClasses -> new AsmVisitorWrapper.ForDeclaredMethods().method(callers, bracket),
                isOnLoad);
    }

    /**
     * A call of the bridge with {@code this} after each call of a method without arguments and result, wherever a class that
     * the application may load makes it.
     *
     * @param className binary name of the caller
     * @param calledClass binary name of the class that declares the method
     * @param bridge class of the bridge
     * @param after its static method that takes an object
     */
    public static Hook afterCalls(String className, String calledClass, String method, Class<?> bridge, String after) {
        CallNotice notice = new CallNotice(internal(calledClass), method, internal(bridge.getName()), after);
        return new Hook(
                className, adviceClasses -> new AsmVisitorWrapper.ForDeclaredMethods().method(any(), notice), true);
    }

    static String internal(String binaryName) {
        return binaryName.replace('.', '/');
    }

    /** True: the class is woven when the application loads it, not loaded for it. */
    boolean isOnLoad() {
        return isOnLoad;
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
