// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * <p>Threading: immutable.
 */
final class Jdk {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 11;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"((\\d+)[^\"]*)\"");

    private final Path home;
    private final String version;
    private final int release;

    private Jdk(Path home, String version, int release) {
        this.home = home;
        this.version = version;
        this.release = release;
    }

    /** The one that runs this. */
    static Jdk current() {
        return new Jdk(
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.version"),
                Runtime.version().feature());
    }

    /** One of each release that the agent runs on, the oldest first. */
    static Collection<Jdk> all() throws IOException {
        Map<Integer, Jdk> found = new TreeMap<>();
        Jdk current = current();
        found.put(current.release, current);
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> homes = Files.list(INSTALLED)) {
                for (Path home : homes.sorted().collect(Collectors.toList())) {
                    Jdk jdk = at(home);
                    if (jdk != null && jdk.release >= OLDEST) {
                        found.putIfAbsent(jdk.release, jdk);
                    }
                }
            }
        }
        return found.values();
    }

    /** Null: not a JDK. */
    private static Jdk at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return null;
        }
        Matcher version = VERSION.matcher(Files.readString(release));
        return version.find() ? new Jdk(home, version.group(1), Integer.parseInt(version.group(2))) : null;
    }

    Path java() {
        return home.resolve("bin/java");
    }

    int release() {
        return release;
    }

    @Override
    public String toString() {
        return "JDK " + version;
    }
}
