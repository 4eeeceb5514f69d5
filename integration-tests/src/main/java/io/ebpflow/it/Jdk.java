// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JDK to run the application under test with.
 *
 * <p>Threading: immutable.
 */
public final class Jdk {

    private static final List<Integer> RELEASES = List.of(11, 17, 21, 25);
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

    private final Path home;
    private final int release;

    private Jdk(Path home, int release) {
        this.home = home;
        this.release = release;
    }

    /**
     * One JDK per supported release: those of the environment variable {@code EBPFLOW_TEST_JDKS} (colon-separated home
     * directories), the one that runs the tests, and those installed where Linux distributions put them.
     */
    public static List<Jdk> all() {
        Map<Integer, Jdk> found = new TreeMap<>();
        for (Path home : candidates()) {
            Jdk jdk = at(home);
            if (jdk != null && RELEASES.contains(jdk.release)) {
                found.putIfAbsent(jdk.release, jdk);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no JDK of " + RELEASES + "; name their homes in EBPFLOW_TEST_JDKS");
        }
        return List.copyOf(found.values());
    }

    /** Those of {@link #all()} that have virtual threads. */
    public static List<Jdk> withVirtualThreads() {
        return all().stream().filter(jdk -> jdk.release >= 21).collect(Collectors.toList());
    }

    private static List<Path> candidates() {
        List<Path> homes = new ArrayList<>();
        String named = System.getenv("EBPFLOW_TEST_JDKS");
        if (named != null) {
            for (String home : named.split(":")) {
                homes.add(Path.of(home));
            }
        }
        homes.add(Path.of(System.getProperty("java.home")));
        if (Files.isDirectory(USUAL_PLACE)) {
            try (Stream<Path> installed = Files.list(USUAL_PLACE)) {
                homes.addAll(installed.sorted().collect(Collectors.toList()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return homes;
    }

    private static Jdk at(Path home) {
        if (!Files.isExecutable(home.resolve("bin/javac"))) {
            return null;
        }
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return null;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return new Jdk(home, Integer.parseInt(version.split("[.+-]")[0]));
    }

    /** The feature release: 17 for 17.0.15. */
    public int release() {
        return release;
    }

    /** The path of one of its programs. */
    public Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** The home directory. */
    public Path home() {
        return home;
    }

    @Override
    public String toString() {
        return "JDK " + release;
    }
}
