// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Adds the libraries to the isolated part: what the agent uses on Linux, and each one's licence.
 *
 * <p>Threading: one thread.
 */
final class Libraries {

    private static final List<String> JNA_PLATFORMS = List.of("linux-x86-64", "linux-aarch64");

    /** Of which only the classes that others name are packed. JNA is not among them: its native code finds classes by name. */
    static final List<String> PARTLY_USED =
            List.of("net/bytebuddy/", "ch/qos/logback/", "org/HdrHistogram/", "org/zeromq/", "zmq/");

    private final JarContent content;
    private final String prefix;

    /** @param prefix of the part of the jar that they go to */
    Libraries(JarContent content, String prefix) {
        this.content = content;
        this.prefix = prefix;
    }

    /**
     * Adds the jars of a class path.
     *
     * @param classPath a file that holds it
     */
    void addAll(Path classPath) throws IOException {
        for (String jar : Files.readString(classPath).trim().split(File.pathSeparator)) {
            add(Path.of(jar));
        }
    }

    private void add(Path jar) throws IOException {
        String library = jar.getFileName().toString().replace(".jar", "");
        // Opened without multi-release: the base classes are the ones that run on Java 11.
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (entry.isDirectory()) {
                    continue;
                }
                String path = entry.getName();
                if (isLicence(path)) {
                    content.add("", "META-INF/licenses/" + library + "/" + lastOf(path), read(file, entry));
                } else if (isUsed(path)) {
                    content.add(prefix, path, rewritten(path, read(file, entry)));
                }
            }
        }
    }

    private static byte[] rewritten(String path, byte[] bytes) {
        return path.endsWith(".class") ? LibraryRewriter.rewrite(bytes) : bytes;
    }

    static boolean isUsed(String path) {
        if (path.startsWith("META-INF/")) {
            return path.startsWith("META-INF/services/");
        }
        if (path.endsWith("module-info.class")) {
            return false;
        }
        if (path.startsWith("com/sun/jna/") && !path.endsWith(".class")) {
            return JNA_PLATFORMS.stream().anyMatch(platform -> path.startsWith("com/sun/jna/" + platform + "/"));
        }
        if (path.startsWith("picocli/AutoComplete")) {
            return false; // writes completion scripts for shells
        }
        // ByteBuddy's plugins for build tools: only EntryPoint is named by the rest, in AgentBuilder.Default.
        return !path.startsWith("net/bytebuddy/build/") || path.startsWith("net/bytebuddy/build/EntryPoint");
    }

    static boolean isLicence(String path) {
        String name = lastOf(path);
        return path.startsWith("META-INF/licenses/")
                || path.matches("META-INF/(LICENSE|NOTICE|COPYING)[^/]*")
                || path.equals("META-INF/" + name) && (name.equals("AL2.0") || name.equals("LGPL2.1"));
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
