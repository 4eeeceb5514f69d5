// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * An application with its own SLF4J and Logback, in a class loader that shares nothing with the test's: all by
 * reflection, as the agent sees it.
 */
final class IsolatedSlf4j {
    private final URLClassLoader loader;
    private final Class<?> factory;
    private Object appender;

    IsolatedSlf4j() {
        try {
            loader = new URLClassLoader(
                    new URL[] {
                        jarOf("org.slf4j.LoggerFactory"),
                        jarOf("ch.qos.logback.classic.Logger"),
                        jarOf("ch.qos.logback.core.Context"),
                        jarOf(FailingList.class.getName())
                    },
                    ClassLoader.getPlatformClassLoader());
            factory = loader.loadClass("org.slf4j.LoggerFactory");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static URL jarOf(String type) throws ClassNotFoundException {
        return Class.forName(type, false, IsolatedSlf4j.class.getClassLoader())
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
    }

    /** Of a JVM that has loaded the application's LoggerFactory and the agent's. */
    Instrumentation instrumentation() {
        return (Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getAllLoadedClasses")) {
                        return new Class<?>[] {String.class, org.slf4j.LoggerFactory.class, factory};
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    ClassLoader classLoader() {
        return loader;
    }

    /** What the application's first getLogger() does; afterwards all lines are kept in a list. */
    void setUp() {
        try {
            Object context = factory.getMethod("getILoggerFactory").invoke(null);
            Class<?> contextType = loader.loadClass("ch.qos.logback.core.Context");
            Class<?> appenderType = loader.loadClass("ch.qos.logback.core.Appender");
            Object root = logger("ROOT");
            root.getClass().getMethod("detachAndStopAllAppenders").invoke(root);
            appender = loader.loadClass(FailingList.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            appender.getClass().getMethod("setContext", contextType).invoke(appender, context);
            appender.getClass().getMethod("start").invoke(appender);
            root.getClass().getMethod("addAppender", appenderType).invoke(root, appender);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private Object logger(String name) throws ReflectiveOperationException {
        return factory.getMethod("getLogger", String.class).invoke(null, name);
    }

    void setLevel(String level) {
        try {
            Class<?> type = loader.loadClass("ch.qos.logback.classic.Level");
            Object root = logger("ROOT");
            root.getClass()
                    .getMethod("setLevel", type)
                    .invoke(root, type.getField(level).get(null));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    void failOnce() {
        try {
            appender.getClass().getField("failsOnce").setBoolean(appender, true);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Level and message of every line that reached the application's appender. */
    List<String> lines() {
        return list("lines");
    }

    /** The name of the logger of each of {@link #lines}. */
    List<String> loggers() {
        return list("loggers");
    }

    private List<String> list(String field) {
        try {
            List<String> lines = new ArrayList<>();
            for (Object line : (List<?>) appender.getClass().getField(field).get(appender)) {
                lines.add((String) line);
            }
            return lines;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
