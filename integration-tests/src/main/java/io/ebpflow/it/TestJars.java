// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Jars for the tests: spoilt copies of the agent's, and the application's.
 *
 * <p>Threading: stateless.
 */
public final class TestJars {

    private TestJars() {}

    /** Copies all but the entries below a folder. */
    public static Path without(String folder, Path copy) throws IOException {
        try (JarFile jar = new JarFile(JvmRun.agentJar().toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (JarEntry entry : jar.stream().collect(Collectors.toList())) {
                if (!entry.getName().startsWith(folder)) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream in = jar.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
        }
        return copy;
    }

    /** A jar with one class of the tests: class data sharing takes no directories on the class path. */
    public static Path ofApplication(Class<?> main, Path jar) throws IOException {
        String entry = main.getName().replace('.', '/') + ".class";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream in = main.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }

    /** A jar with the classes below a directory. */
    public static Path ofDirectory(Path classes, Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    /** The names of the classes for the bootstrap loader. */
    public static List<String> bridgeClasses() throws IOException {
        try (JarFile jar = new JarFile(JvmRun.agentJar().toFile())) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.matches("io/ebpflow/bridge/.*\\.class") && !name.contains("package-info"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .collect(Collectors.toList());
        }
    }
}
