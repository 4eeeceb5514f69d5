// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the files of a container of each runtime, as their formats are documented, under {@code containers/}. */
class ContainerReaderTest {
    private static final Path CONTAINERS = Paths.get("src/test/resources/io/ebpflow/process/containers");

    @TempDir
    Path directory;

    static List<String> containers() throws IOException {
        try (Stream<Path> all = Files.list(CONTAINERS)) {
            return all.map(path -> path.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                properties.load(in);
            }
        }
        return properties;
    }

    private static ContainerReader reader(Path root) throws IOException {
        Properties environment = properties(root.resolve("environment.properties"));
        return new ContainerReader(new ProcFiles(root.toFile(), path -> null), environment::getProperty);
    }

    private static void compare(ContainerFacts actual, Properties expected) {
        assertThat(actual.id).as("id").isEqualTo(expected.getProperty("id"));
        assertThat(actual.runtime).as("runtime").isEqualTo(expected.getProperty("runtime"));
        assertThat(actual.name).as("name").isEqualTo(expected.getProperty("name"));
        assertThat(actual.pod).as("pod").isEqualTo(expected.getProperty("pod"));
        assertThat(actual.namespace).as("namespace").isEqualTo(expected.getProperty("namespace"));
        assertThat(actual.isKnown()).isEqualTo(!expected.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("containers")
    void findsWhatIsKnownAndNoMore(String container) throws IOException {
        Path root = CONTAINERS.resolve(container);

        compare(reader(root).self(), properties(root.resolve("expected.properties")));
    }

    /** As the command line sees it: from outside, through /proc/PID/root. */
    @ParameterizedTest
    @MethodSource("containers")
    void findsTheSameFromOutside(String container) throws IOException {
        Path from = CONTAINERS.resolve(container);
        Path process = directory.resolve("proc/4711");
        copy(from.resolve("proc/self"), process);
        copy(from, process.resolve("root"));
        StringBuilder environment = new StringBuilder("PATH=/usr/bin\0");
        properties(from.resolve("environment.properties"))
                .forEach((name, value) -> environment.append(name + "=" + value + "\0"));
        Files.createDirectories(process);
        Files.writeString(process.resolve("environ"), environment);

        ContainerFacts facts = reader(directory).of(4_711);

        compare(facts, properties(from.resolve("expected.properties")));
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void knowsTheDirectoryThatTheContainerWritesTo() throws IOException {
        assertThat(reader(CONTAINERS.resolve("docker-v2-own-namespace")).upperDirectory())
                .startsWith("/var/lib/docker/overlay2/")
                .endsWith("/diff");
        assertThat(reader(CONTAINERS.resolve("host-session")).upperDirectory()).isNull();
    }
}
