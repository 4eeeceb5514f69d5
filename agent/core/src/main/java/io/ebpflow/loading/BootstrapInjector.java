// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.loading;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Brings the bridge classes into the bootstrap loader, where advice inside JDK classes can link to them.
 *
 * <p>They are defined there one by one. The documented way, {@link
 * Instrumentation#appendToBootstrapClassLoaderSearch}, makes the JVM print "Sharing is only supported for boot loader
 * classes" and ends class data sharing for the application; it is the fallback for a JDK that lacks the internal method.
 * Both work because every loader asks the bootstrap loader first, so the copy in the jar is never defined twice.
 *
 * <p>Threading: confined to the thread that starts the agent.
 */
final class BootstrapInjector {

    private static final String BRIDGE = "io/ebpflow/bridge/";
    private static final String BOOT = "io/ebpflow/boot/";

    private BootstrapInjector() {}

    static void inject(File jar, Instrumentation instrumentation) throws IOException {
        Map<String, byte[]> classes;
        try (JarFile file = new JarFile(jar)) {
            classes = classesIn(BRIDGE, file);
        }
        try {
            defineAll(classes);
        } catch (ReflectiveOperationException e) {
            append(jar, instrumentation);
        }
    }

    private static Map<String, byte[]> classesIn(String folder, JarFile jar) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
            JarEntry entry = all.nextElement();
            String path = entry.getName();
            if (path.startsWith(folder) && path.endsWith(".class") && !path.endsWith("package-info.class")) {
                try (InputStream in = jar.getInputStream(entry)) {
                    found.put(
                            path.substring(0, path.length() - ".class".length()).replace('/', '.'), in.readAllBytes());
                }
            }
        }
        return found;
    }

    /**
     * Defines each class after its supertypes: one whose supertype is missing waits for the next round.
     *
     * @throws NoClassDefFoundError if a supertype is not among them
     */
    private static void defineAll(Map<String, byte[]> classes) throws ReflectiveOperationException {
        List<String> waiting = new ArrayList<>(classes.keySet());
        while (!waiting.isEmpty()) {
            NoClassDefFoundError missing = null;
            List<String> next = new ArrayList<>();
            for (String name : waiting) {
                try {
                    if (!isInBootstrap(name)) {
                        JdkInternals.defineInBootstrap(name, classes.get(name));
                    }
                } catch (NoClassDefFoundError e) {
                    missing = e;
                    next.add(name);
                }
            }
            if (next.size() == waiting.size()) {
                throw missing;
            }
            waiting = next;
        }
    }

    /** True from an earlier start in this JVM: bridge classes stay when the agent is uninstalled. */
    private static boolean isInBootstrap(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void append(File jar, Instrumentation instrumentation) throws IOException {
        // The jar holds the boot classes as well. Load them all from where they are now: half of a package in each of
        // two loaders would not work.
        JarFile appended = new JarFile(jar);
        for (String name : classesIn(BOOT, appended).keySet()) {
            try {
                Class.forName(name, false, ClassLoader.getSystemClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IOException(jar + " changed while it was read", e);
            }
        }
        instrumentation.appendToBootstrapClassLoaderSearch(appended);
    }
}
