// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/**
 * Applications of the tests for a library whose packages have other names than in the version that they are written for.
 *
 * <p>Threading: stateless.
 */
final class OtherNames {
    private static final Path SOURCES = Path.of(System.getProperty("ebpflow.test.repository", ".."))
            .resolve("integration-tests/src/main/java/io/ebpflow/it");

    private OtherNames() {}

    /**
     * @param directory for what is compiled
     * @param folder of the sources
     * @param classes by their simple names
     * @param names of packages, each with its other name
     * @return the class path, with what was compiled in front
     */
    static String compile(
            Path directory, String folder, List<String> classes, Map<String, String> names, String classPath)
            throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path compiled = Files.createDirectories(directory.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", compiled.toString(), "-cp", classPath));
        for (String name : classes) {
            String source = Files.readString(SOURCES.resolve(folder).resolve(name + ".java"));
            for (Map.Entry<String, String> other : names.entrySet()) {
                source = source.replace(other.getKey(), other.getValue());
            }
            Path file = sources.resolve(name + ".java");
            Files.writeString(file, source);
            arguments.add(file.toString());
        }
        int exitCode = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        if (exitCode != 0) {
            throw new AssertionError("cannot compile " + sources);
        }
        return compiled + File.pathSeparator + classPath;
    }
}
