// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What goes into a jar, by name. The same content gives the same bytes: entries are sorted and carry one time.
 *
 * <p>Threading: one thread.
 */
final class JarContent {

    private static final String CLASS = ".class";

    private final Map<String, byte[]> entries = new TreeMap<>();

    /** Classes below a prefix are hidden from class scanners by their suffix: {@code .classdata}. */
    void add(String prefix, String path, byte[] bytes) {
        boolean isHiddenClass = !prefix.isEmpty() && path.endsWith(CLASS);
        String name = prefix + path + (isHiddenClass ? "data" : "");
        if (entries.put(name, bytes) != null) {
            throw new IllegalStateException("two sources for " + name);
        }
    }

    void addFile(String name, Path file) throws IOException {
        add("", name, Files.readAllBytes(file));
    }

    /** Adds what lies in a folder of a directory, under its path from the directory; "" is all of it. */
    void addDirectory(String prefix, Path directory, String folder) throws IOException {
        for (Path file : filesIn(directory)) {
            String path = directory.relativize(file).toString();
            if (path.startsWith(folder)) {
                add(prefix, path, Files.readAllBytes(file));
            }
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toList());
        }
    }

    /**
     * Leaves out the classes of some libraries that nothing ever names ({@link UsedClasses}).
     *
     * @param prefix of the part of the jar in which they see each other
     * @param packages what the names of those libraries' classes begin with, internal
     */
    void removeUnused(String prefix, List<String> packages) {
        UsedClasses classes = new UsedClasses();
        Map<String, String> entryOf = new TreeMap<>();
        entries.forEach((entry, bytes) -> {
            if (entry.endsWith(CLASS) || entry.endsWith(CLASS + "data")) {
                boolean isOptional = packages.stream().anyMatch(name -> entry.startsWith(prefix + name));
                String name = classes.add(bytes, !isOptional);
                if (isOptional) {
                    entryOf.put(name, entry);
                }
            } else if (entry.startsWith(prefix + "META-INF/services/")) {
                classes.addServices(bytes);
            }
        });
        entryOf.keySet().removeAll(classes.find());
        entries.keySet().removeAll(entryOf.values());
    }

    void write(Path jar, Manifest manifest, LocalDateTime time) throws IOException {
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            // First, as tools that stream a jar expect it.
            out.putNextEntry(entry(JarFile.MANIFEST_NAME, time));
            manifest.write(out);
            out.closeEntry();
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                out.putNextEntry(entry(content.getKey(), time));
                out.write(content.getValue());
                out.closeEntry();
            }
        }
    }

    private static ZipEntry entry(String name, LocalDateTime time) {
        ZipEntry entry = new ZipEntry(name);
        // Local: a zip knows no time zone, and the builder's must not show.
        entry.setTimeLocal(time);
        return entry;
    }
}
