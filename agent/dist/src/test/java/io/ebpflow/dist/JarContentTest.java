// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.TimeZone;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarContentTest {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    @TempDir
    Path directory;

    @Test
    void hidesIsolatedClassesOnly() throws IOException {
        Path jar = write("a.jar", "a/A.class", "b/B.class");

        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.stream().map(entry -> entry.getName()).collect(Collectors.toList()))
                    .containsExactly(
                            "META-INF/MANIFEST.MF",
                            "a/A.class",
                            "b/B.class",
                            "isolated/a/A.classdata",
                            "isolated/b/B.classdata");
        }
    }

    @Test
    void givesTheSameBytesInAnyOrderAndTimeZone() throws IOException {
        Path first = write("a.jar", "a/A.class", "b/B.class");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(write("b.jar", "b/B.class", "a/A.class")).hasSameBinaryContentAs(first);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void refusesTwoSourcesForOneName() {
        JarContent content = new JarContent();
        content.add("", "x", new byte[0]);

        assertThatThrownBy(() -> content.add("", "x", new byte[0])).hasMessage("two sources for x");
    }

    private Path write(String name, String... classes) throws IOException {
        JarContent content = new JarContent();
        for (String path : classes) {
            content.add("", path, path.getBytes());
            content.add("isolated/", path, path.getBytes());
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        Path jar = directory.resolve(name);
        content.write(jar, manifest, TIME);
        assertThat(Files.size(jar)).isPositive();
        return jar;
    }
}
