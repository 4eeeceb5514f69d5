// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A version of a server, and {@link io.ebpflow.it.server.Shop} for it: compiled again where packages had other names.
 *
 * <p>Threading: immutable.
 */
enum Server {
    TOMCAT_9("tomcat-9.0", "Tomcat", 11, Map.of("jakarta.servlet", "javax.servlet", "jakarta.ws.", "javax.ws.")),
    TOMCAT_10("tomcat-10.1", "Tomcat", 11, Map.of()),
    TOMCAT_11("tomcat-11.0", "Tomcat", 17, Map.of()),
    JETTY_10("jetty-10.0", "Jetty", 11, Map.of("jakarta.servlet", "javax.servlet", "jetty.ee10.", "jetty.")),
    JETTY_11("jetty-11.0", "Jetty", 11, Map.of("jetty.ee10.", "jetty.")),
    JETTY_12_EE8("jetty-12.0-ee8", "Jetty", 17, Map.of("jakarta.servlet", "javax.servlet", "ee10", "ee8")),
    JETTY_12("jetty-12.0", "Jetty", 17, Map.of()),
    JETTY_12_1("jetty-12.1", "Jetty", 17, Map.of("ee10", "ee11")),
    UNDERTOW_2_2(
            "undertow-2.2", "Undertow", 11, Map.of("jakarta.servlet", "javax.servlet", "jakarta.ws.", "javax.ws.")),
    UNDERTOW_2_3("undertow-2.3", "Undertow", 11, Map.of()),
    GRIZZLY_2_4("grizzly-2.4", "Grizzly", 11, Map.of("jakarta.servlet", "javax.servlet")),
    GRIZZLY_4_0("grizzly-4.0", "Grizzly", 17, Map.of());

    private static final Path REPOSITORY = Path.of(System.getProperty("ebpflow.test.repository", ".."))
            .toAbsolutePath()
            .normalize();

    private static final Map<String, String> REST =
            Map.of("jersey", "JerseyRoutes", "resteasy", "ResteasyRoutes", "cxf", "CxfRoutes");

    private static final Path CLASSES = REPOSITORY.resolve("integration-tests/target/classes");

    private final String module;
    private final String kind;
    private final int minRelease;
    private final Map<String, String> otherNames;

    Server(String module, String kind, int minRelease, Map<String, String> otherNames) {
        this.module = module;
        this.kind = kind;
        this.minRelease = minRelease;
        this.otherNames = otherNames;
    }

    /** Each that the agent has hooks for, with each JDK that it runs on. */
    static Stream<Arguments> all() {
        return Stream.of(values())
                .filter(server -> !server.kind.equals("Grizzly"))
                .flatMap(server -> Jdk.all().stream()
                        .filter(jdk -> jdk.release() >= server.minRelease)
                        .map(jdk -> Arguments.of(server, jdk)));
    }

    /** Each that the agent has hooks for, with one JDK: the newest and the oldest in turn. */
    static Stream<Arguments> each() {
        List<Jdk> jdks = Jdk.all();
        return Stream.of(values())
                .filter(server -> !server.kind.equals("Grizzly"))
                .map(server -> Arguments.of(
                        server, server.ordinal() % 2 == 0 ? jdks.get(jdks.size() - 1) : oldest(server, jdks)));
    }

    private static Jdk oldest(Server server, List<Jdk> jdks) {
        return jdks.stream()
                .filter(jdk -> jdk.release() >= server.minRelease)
                .findFirst()
                .orElseThrow();
    }

    /** The main class. */
    Class<?> main() {
        try {
            // Not initialized: its server is that of another version here.
            return Class.forName("io.ebpflow.it.server." + kind + "Shop", false, Server.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Its jars and those of frameworks.
     *
     * @param directory for what is compiled
     * @param modules of frameworks, {@code jersey-3.1} ...
     */
    String classPath(Path directory, String... modules) throws IOException {
        List<Path> jars = new ArrayList<>(jars(module));
        List<String> sources = new ArrayList<>(List.of("Peer", "Shop", kind + "Shop"));
        for (String other : modules) {
            jars.addAll(jars(other));
            String routes = REST.get(other.split("-")[0]);
            if (routes != null) {
                sources.addAll(List.of("RestResources", routes));
            }
        }
        jars.add(CLASSES);
        String path = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return otherNames.isEmpty() ? path : OtherNames.compile(directory, "server", sources, otherNames, path);
    }

    /** The jars of a module alone, and the tests' classes as they are. */
    static String classPath(String module) throws IOException {
        return Stream.concat(jars(module).stream(), Stream.of(CLASSES))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jars(String module) throws IOException {
        try (Stream<Path> files = Files.list(
                REPOSITORY.resolve("integration-tests/servers").resolve(module).resolve("target/jars"))) {
            return files.collect(Collectors.toList());
        }
    }
}
