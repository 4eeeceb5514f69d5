// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * A logger of the application's own SLF4J, found among the loaded classes once the application itself has set SLF4J up.
 * Never sets it up: which backend is bound, and when, is the application's decision.
 *
 * <p>Held weakly and called by reflection, so that an application that is undeployed can be collected.
 *
 * <p>Threading: confined to the view thread.
 */
final class ApplicationSlf4j {
    private static final String FACTORY = "org.slf4j.LoggerFactory";

    /** LoggerFactory.SUCCESSFUL_INITIALIZATION; 4 is "no backend found", then there is nobody to log to. */
    private static final int SUCCESSFUL_INITIALIZATION = 3;

    private final WeakReference<Object> logger;
    private final WeakReference<Class<?>> loggerType;

    private ApplicationSlf4j(Object logger, Class<?> loggerType) {
        this.logger = new WeakReference<>(logger);
        this.loggerType = new WeakReference<>(loggerType);
    }

    /**
     * Looks once. Walks through all loaded classes: some milliseconds in a large application.
     *
     * @param loggerName name of the logger
     * @return null: SLF4J is not there, not set up yet, or without a backend
     */
    static ApplicationSlf4j find(Instrumentation instrumentation, String loggerName)
            throws ReflectiveOperationException {
        Class<?> found = null;
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals(FACTORY)
                    && type.getClassLoader() != ApplicationSlf4j.class.getClassLoader()
                    && isSetUp(type, instrumentation)
                    // In a container several may be there: the one of the class path outlives the others.
                    && (found == null || type.getClassLoader() == ClassLoader.getSystemClassLoader())) {
                found = type;
            }
        }
        return found == null ? null : of(found, loggerName);
    }

    private static ApplicationSlf4j of(Class<?> factory, String loggerName) throws ReflectiveOperationException {
        Object logger = invoke(factory.getMethod("getLogger", String.class), null, loggerName);
        return new ApplicationSlf4j(logger, Class.forName("org.slf4j.Logger", false, factory.getClassLoader()));
    }

    /**
     * Reading the field initialises the class at most, not SLF4J: that is LoggerFactory.performInitialization, which runs
     * in getLogger.
     */
    private static boolean isSetUp(Class<?> factory, Instrumentation instrumentation) {
        try {
            Field state = factory.getDeclaredField("INITIALIZATION_STATE");
            openPackage(factory, instrumentation);
            state.setAccessible(true);
            return state.getInt(null) == SUCCESSFUL_INITIALIZATION;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            // Not the SLF4J we know (a shaded or broken one): as if it were not there.
            return false;
        }
    }

    /** On the module path the field would be out of reach. */
    private static void openPackage(Class<?> factory, Instrumentation instrumentation) {
        Module theirs = factory.getModule();
        Module ours = ApplicationSlf4j.class.getModule();
        String name = factory.getPackageName();
        if (!theirs.isOpen(name, ours)) {
            instrumentation.redefineModule(theirs, Set.of(), Map.of(), Map.of(name, Set.of(ours)), Set.of(), Map.of());
        }
    }

    /** False once the application that the logger belonged to is gone. */
    boolean isThere() {
        return logger.get() != null && loggerType.get() != null;
    }

    /** True if the application's configuration shows the logger's INFO lines now. */
    boolean isInfoEnabled() throws ReflectiveOperationException {
        Object target = logger.get();
        Class<?> type = loggerType.get();
        return target != null && type != null && (Boolean) invoke(type.getMethod("isInfoEnabled"), target);
    }

    /**
     * Logs at INFO.
     *
     * @return false: the application is gone
     */
    boolean info(String line) throws ReflectiveOperationException {
        Object target = logger.get();
        Class<?> type = loggerType.get();
        if (target == null || type == null) {
            return false;
        }
        // Looked up each time, as a Method that is kept would keep the application's class loader. About a microsecond.
        invoke(type.getMethod("info", String.class), target, line);
        return true;
    }

    private static Object invoke(Method method, Object target, Object... arguments)
            throws ReflectiveOperationException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw e;
        }
    }
}
