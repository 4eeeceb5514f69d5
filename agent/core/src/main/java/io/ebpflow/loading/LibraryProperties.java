// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.loading;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * System properties as the agent's libraries see them. The build (agent/dist, {@code LibraryRewriter}) sends their reads
 * and writes of properties here.
 *
 * <p>A library's own settings belong to the application, which may use the same library: its {@code
 * -Dlogback.configurationFile} must not configure our Logback, its {@code -Djna.library.path} not our JNA, and what we
 * set must not reach its copies. So keys of these libraries have values of ours or none; all others are the JVM's.
 * Setting the real properties for a moment was rejected: the application may read them just then.
 *
 * <p>Threading: thread-safe.
 */
public final class LibraryProperties {

    private static final String[] OWN = {"jna.", "jnidispatch.", "net.bytebuddy.", "logback.", "slf4j.", "org.slf4j."};

    private static final Map<String, String> VALUES = new ConcurrentHashMap<>();

    static {
        // ByteBuddy would inject a class into the system loader and reach for sun.misc.Unsafe, which JDK 24+ reports.
        VALUES.put("net.bytebuddy.nexus.disabled", "true");
        // Otherwise JNA starts the program ldconfig to learn the library path; we only use what the JVM has linked.
        VALUES.put("jna.platform.library.path", "");
        VALUES.put("jna.nosys", "true");
        VALUES.put("jna.nounpack", "true");
    }

    private LibraryProperties() {}

    /** Takes the place of {@link System#getProperty(String)}. */
    public static String getProperty(String key) {
        return isOwn(key) ? VALUES.get(key) : System.getProperty(key);
    }

    /** Takes the place of {@link System#getProperty(String, String)}. */
    public static String getProperty(String key, String fallback) {
        String value = getProperty(key);
        return value != null ? value : fallback;
    }

    /** Takes the place of {@link System#setProperty}: what a library sets, only the agent's copy of it sees. */
    public static String setProperty(String key, String value) {
        return VALUES.put(key, value);
    }

    /** Takes the place of {@link Boolean#getBoolean}. */
    public static boolean getBoolean(String key) {
        return Boolean.parseBoolean(getProperty(key));
    }

    private static boolean isOwn(String key) {
        for (String prefix : OWN) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return VALUES.containsKey(key);
    }
}
