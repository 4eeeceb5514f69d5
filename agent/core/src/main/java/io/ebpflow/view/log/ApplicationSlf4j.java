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
 * Our loggers in the application's own SLF4J, found among the loaded classes once the application itself has set SLF4J up.
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

    private final WeakReference<Object> flowLogger;
    private final WeakReference<Object> slowLogger;
    private final WeakReference<Class<?>> loggerType;

    private ApplicationSlf4j(Object flowLogger, Object slowLogger, Class<?> loggerType) {
        this.flowLogger = new WeakReference<>(flowLogger);
        this.slowLogger = new WeakReference<>(slowLogger);
        this.loggerType = new WeakReference<>(loggerType);
    }

    /**
     * Looks once. Walks through all loaded classes: some milliseconds in a large application.
     *
     * @return null: SLF4J is not there, not set up yet, or without a backend
     */
    static ApplicationSlf4j find(Instrumentation instrumentation) throws ReflectiveOperationException {
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
        return found == null ? null : of(found);
    }

    private static ApplicationSlf4j of(Class<?> factory) throws ReflectiveOperationException {
        Method getLogger = factory.getMethod("getLogger", String.class);
        Object flow = invoke(getLogger, null, OwnLogback.FLOW_LOGGER);
        Object slow = invoke(getLogger, null, OwnLogback.SLOW_LOGGER);
        return new ApplicationSlf4j(flow, slow, Class.forName("org.slf4j.Logger", false, factory.getClassLoader()));
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

    /** True if the application's configuration shows flows at INFO or slow calls at WARN now. */
    boolean isEnabled() throws ReflectiveOperationException {
        Object flow = flowLogger.get();
        Object slow = slowLogger.get();
        Class<?> type = loggerType.get();
        return flow != null
                && slow != null
                && type != null
                && ((Boolean) invoke(type.getMethod("isInfoEnabled"), flow)
                        || (Boolean) invoke(type.getMethod("isWarnEnabled"), slow));
    }

    /**
     * Logs a flow at INFO, a slow call at WARN.
     *
     * @return false: the application is gone
     */
    boolean log(String line, boolean isSlow) throws ReflectiveOperationException {
        Object target = (isSlow ? slowLogger : flowLogger).get();
        Class<?> type = loggerType.get();
        if (target == null || type == null) {
            return false;
        }
        // Looked up each time, as a Method that is kept would keep the application's class loader. About a microsecond.
        invoke(type.getMethod(isSlow ? "warn" : "info", String.class), target, line);
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
