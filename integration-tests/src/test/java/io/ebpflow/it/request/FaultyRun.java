// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Faults;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An application under a {@link FaultyJar}. It has to do all that it is told, and to end as ever.
 *
 * <p>Threading: confined to the test.
 */
final class FaultyRun implements AutoCloseable {
    /** A method that is named by the configuration. */
    private static final String JOB = "io.ebpflow.it.app.Calls#call";

    private final FaultyJar faulty;
    private final Path failures;
    private final AgentJvm jvm;

    FaultyRun(Jdk jdk, Path directory, FaultyJar faulty, String classPath, Class<?> main, String... options)
            throws Exception {
        this(jdk, directory, faulty, classPath, main, List.of(), options);
    }

    /** @param words of the command line */
    FaultyRun(
            Jdk jdk,
            Path directory,
            FaultyJar faulty,
            String classPath,
            Class<?> main,
            List<String> words,
            String... options)
            throws Exception {
        this.faulty = faulty;
        failures = directory.resolve("failures.txt");
        AgentJvm prepared = new AgentJvm(jdk, directory)
                .jar(faulty.path())
                .agent("flows=exchange,slow=60m,methods=" + JOB)
                .option(
                        "-cp",
                        classPath,
                        "-Xmx256m",
                        "-D" + Faults.FILE + "=" + failures,
                        "-D" + Faults.SPARED + "=" + faulty.spared())
                .option(options);
        jvm = prepared.start(main, words.toArray(new String[0]));
    }

    /** @return what the command answers, when it is done */
    List<String> run(String command) throws Exception {
        jvm.go(command);
        List<String> said = jvm.awaitPause("done");
        assertThat(said).as(command).noneMatch(line -> line.startsWith("failed"));
        return said;
    }

    /** Each when the one before is done. */
    void all(String... commands) throws Exception {
        for (String command : commands) {
            run(command);
        }
    }

    /** The application ends, and another one begins in this JVM. */
    void next() throws Exception {
        jvm.go("end");
        jvm.awaitPause(Gate.READY);
    }

    /** @return id of a thread that is younger than any was when the agent had been taken out */
    long uninstall() throws Exception {
        String[] words = run("uninstall").get(0).split("\t");
        assertThat(words[0]).as("MBeans").isEqualTo("0");
        return Long.parseLong(words[1]);
    }

    /** @return methods of the bridge that have failed at least once */
    Set<String> end() throws Exception {
        return ended().stream()
                .filter(words -> !words[1].equals("0"))
                .map(this::method)
                .collect(Collectors.toSet());
    }

    /** @return methods of the bridge that were called at least once, each with the id of the youngest thread that has */
    Map<String, Long> callers() throws Exception {
        return ended().stream().collect(Collectors.toMap(this::method, words -> Long.parseLong(words[2])));
    }

    private String method(String[] words) {
        return faulty.methods().get(Integer.parseInt(words[0]));
    }

    private List<String[]> ended() throws Exception {
        jvm.go("end");
        assertThat(jvm.process().waitFor(AgentJvm.TIME_LIMIT_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(jvm.err()).noneMatch(line -> line.contains("injected"));
        return Files.readAllLines(failures).stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toList());
    }

    @Override
    public void close() throws IOException {
        jvm.close();
    }
}
