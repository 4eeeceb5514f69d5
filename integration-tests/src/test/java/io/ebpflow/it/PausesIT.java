// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebpflow.exchange.Pauses;
import io.ebpflow.it.SafepointLog.Stop;
import io.ebpflow.it.app.PauseReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the agent finds that its JVM was stopped, and what the JVM itself logs about it. */
class PausesIT {

    private static final int RUNS = 3;
    private static final long MS = 1_000_000;

    /** Shorter ones are checked by their sum: a window of several may hold them. */
    private static final long LONG_NS = 5 * MS;

    @TempDir
    Path directory;

    private final List<long[]> pauses = new ArrayList<>();
    private final List<long[]> asked = new ArrayList<>();
    private long fromNs;
    private long toNs;
    private long totalNs;
    private long unresolvedNs;
    private List<Stop> stops;

    static Stream<Arguments> collectors() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("G1", "Parallel", "Serial", "Z").map(gc -> Arguments.of(jdk, gc)));
    }

    private void run(Jdk jdk, String collector, String... options) throws Exception {
        assumeTrue(jdk.release() >= 17, "JDK 11 logs safepoints in another form");
        Path log = directory.resolve("safepoints.txt");
        JvmRun run = new JvmRun(jdk, directory)
                .prefix(Urgent.prefix())
                .option("-javaagent:" + agent(), "-Xmx640m", "-XX:+Use" + collector + "GC")
                .option(String.format(SafepointLog.OPTION, log))
                .option(options);
        String classPath =
                JvmRun.classPathOf(PauseReader.class) + File.pathSeparator + JvmRun.classPathOf(Pauses.class);
        run.runWith(List.of("-cp", classPath, PauseReader.class.getName(), "beans"));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        run.out().lines().map(line -> line.split(" ")).forEach(this::take);
        stops = new SafepointLog(log).between(fromNs, toNs);
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "known":
                assertThat(words[1]).isEqualTo("true");
                break;
            case "from":
                fromNs = Long.parseLong(words[1]);
                toNs = Long.parseLong(words[3]);
                break;
            case "total":
                totalNs = Long.parseLong(words[1]);
                unresolvedNs = Long.parseLong(words[3]);
                break;
            case "pause":
                pauses.add(numbers(words));
                break;
            default:
                asked.add(numbers(words));
        }
    }

    private static long[] numbers(String[] words) {
        return Stream.of(words).skip(1).mapToLong(Long::parseLong).toArray();
    }

    /** Has no class: that is on the class path. */
    private Path agent() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", PauseReader.class.getName());
        Path jar = directory.resolve("agent.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    private long loggedNs() {
        return stops.stream().mapToLong(Stop::ns).sum();
    }

    @ParameterizedTest
    @MethodSource("collectors")
    void findsWhatTheJvmLogs(Jdk jdk, String collector) throws Exception {
        inOneOfThreeRuns(() -> {
            run(jdk, collector);

            assertThat(stops).hasSizeGreaterThanOrEqualTo(5);
            // Which of the log's stops is the first and the last is known to what a log line may be late.
            assertThat((double) totalNs).isCloseTo(loggedNs(), within(Math.max(0.01 * loggedNs(), MS / 5.0)));
            assertLongOnesArePlaced();
            assertNothingIsOverstated();
        });
    }

    /** The witness is a log whose lines are as late as the machine is busy: up to 30 ms were seen beside a build. */
    private void inOneOfThreeRuns(Run run) throws Exception {
        for (int i = 1; ; i++) {
            try {
                pauses.clear();
                asked.clear();
                run.run();
                return;
            } catch (AssertionError e) {
                if (i == RUNS) {
                    throw e;
                }
            }
        }
    }

    /** One run and what has to hold of it. */
    private interface Run {
        void run() throws Exception;
    }

    @ParameterizedTest
    @MethodSource("collectors")
    void claimsLessWithoutPerfData(Jdk jdk, String collector) throws Exception {
        inOneOfThreeRuns(() -> {
            run(jdk, collector, "-XX:-UsePerfData");

            assertThat(totalNs).isLessThanOrEqualTo(loggedNs());
            assertNothingIsOverstated();
        });
    }

    /** On a machine so busy that the reader does not run between two stops, what is not placed is counted. */
    private void assertLongOnesArePlaced() {
        List<Stop> longOnes =
                stops.stream().filter(stop -> stop.ns() >= LONG_NS).collect(Collectors.toList());
        List<Stop> others = new ArrayList<>(longOnes);
        others.removeIf(this::isPlaced);
        String shown = pauses.stream().map(Arrays::toString).collect(Collectors.joining(", "));
        assertThat(others).as("of %s in %s", longOnes, shown).hasSizeLessThanOrEqualTo(longOnes.size() / 2);
        assertThat(others.stream().mapToLong(Stop::ns).sum())
                .as("%s in %s", others, shown)
                .isLessThanOrEqualTo(unresolvedNs + others.size() * MS);
    }

    /** Within a millisecond, except for the time in which threads were woken, which is claimed only if it was short. */
    private boolean isPlaced(Stop stop) {
        return pauses.stream()
                .anyMatch(pause -> Math.abs(pause[0] - stop.startNs) < MS
                        && pause[1] < stop.endNs + MS
                        && pause[1] - pause[0] - pause[2] < MS
                        && stop.ns() - pause[2] < MS + unresolvedNs);
    }

    private void assertNothingIsOverstated() {
        assertThat(asked).allSatisfy(interval -> {
            // The log's times may be late by what its line takes: a millisecond for each side of the interval.
            long loggedNs = stops.stream()
                    .mapToLong(stop -> stop.overlapNs(interval[0] - MS, interval[1] + MS))
                    .sum();
            assertThat(interval[2]).isLessThanOrEqualTo(loggedNs);
        });
    }
}
