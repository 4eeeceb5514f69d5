// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The libraries that applications of the tests use, in these or those versions.
 *
 * <p>Threading: immutable.
 */
public enum Libraries {
    /** That the tests are compiled against. */
    COMPILED,

    /** Of some of them the newest when somebody last looked: {@code servers/libraries-newer}. */
    NEWER;

    private static final Path NEWER_JARS = Path.of(System.getProperty("ebpflow.test.repository", ".."))
            .resolve("integration-tests/servers/libraries-newer/target/jars");

    /** Each JDK with those that were compiled against, and the newest JDK with the newer ones. */
    public static Stream<Arguments> each() {
        List<Jdk> jdks = Jdk.all();
        return Stream.concat(
                jdks.stream().map(jdk -> Arguments.of(COMPILED, jdk)),
                Stream.of(Arguments.of(NEWER, jdks.get(jdks.size() - 1))));
    }

    /** For {@code -cp}. Nothing of the agent, and no library that would say on standard error that it finds nothing to log to. */
    public String classPath() throws IOException {
        Stream<String> compiled = Stream.of(
                        System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.contains("/agent/") && !entry.contains("io/ebpflow/ebpflow-"))
                .filter(entry -> !entry.contains("logback") && !entry.contains("log4j-api"));
        if (this == COMPILED) {
            return compiled.collect(Collectors.joining(":"));
        }
        try (Stream<Path> jars = Files.list(NEWER_JARS)) {
            List<String> newer =
                    jars.map(jar -> jar.toAbsolutePath().toString()).collect(Collectors.toList());
            Set<String> artifacts = newer.stream().map(Libraries::artifact).collect(Collectors.toSet());
            return Stream.concat(newer.stream(), compiled.filter(entry -> !artifacts.contains(artifact(entry))))
                    .collect(Collectors.joining(":"));
        }
    }

    /** {@code netty-common} of {@code .../netty-common-4.1.125.Final.jar}. */
    private static String artifact(String jar) {
        return jar.substring(jar.lastIndexOf('/') + 1).replaceFirst("-\\d.*", "");
    }
}
