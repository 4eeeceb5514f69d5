// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import io.ebpflow.it.EchoServer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Crowd;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM with a hundred connections and fifty threads, every second one virtual, is watched twenty times in a row until
 * Ctrl-C. What is left of that does not add up: the witnesses are the kernel, jcmd, and the JVM's log of redefined classes.
 * One JDK, the newest; {@link CommandLineIT} does five rounds on each, {@link UninstallRepeatedlyIT} more of them without a command line.
 */
class AttachRepeatedlyIT {

    private static final int ROUNDS = 20;
    private static final int CONNECTIONS = 2 * Crowd.COUNT;
    private static final int BYTES = 1_009;

    /** Of HotSpot's log, one line each time that a class gets other bytecode. */
    private static final Pattern REDEFINED = Pattern.compile("redefined name=([^,]+), count=(\\d+)");

    private final Jdk jdk =
            Jdk.withVirtualThreads().get(Jdk.withVirtualThreads().size() - 1);

    @TempDir
    Path directory;

    private static void talk(AgentJvm jvm) throws Exception {
        for (int i = 0; i < 3; i++) {
            jvm.go("talk " + BYTES);
            assertThat(jvm.awaitPause("done")).isEmpty();
        }
    }

    private String jcmd(AgentJvm jvm, String command) throws Exception {
        return Command.run(
                jdk.program("jcmd").toString(), Long.toString(jvm.process().pid()), command);
    }

    /** How many threads, file descriptors, class loaders and classes of ours there are, when the garbage has been collected. */
    private Map<String, Long> census(AgentJvm jvm) throws Exception {
        Map<String, Long> census = new TreeMap<>();
        jcmd(jvm, "GC.run");
        jcmd(jvm, "GC.run"); // what the first has found unreachable is freed by then
        String process = "/proc/" + jvm.process().pid();
        census.put("file descriptors of ours", oursAmong(Path.of(process, "fd")));
        census.put("threads", (long) new File(process, "task").list().length);
        census.put(
                "classes",
                jcmd(jvm, "VM.class_hierarchy")
                        .lines()
                        .filter(AttachRepeatedlyIT::isOurs)
                        .count());
        return census;
    }

    private static boolean isOurs(String line) {
        return line.contains("io.ebpflow.") && !line.contains("io.ebpflow.it.") || line.contains("com.sun.jna");
    }

    private static long oursAmong(Path fds) throws IOException {
        try (Stream<Path> all = Files.list(fds)) {
            return all.filter(fd -> {
                        try {
                            String file = Files.readSymbolicLink(fd).toString();
                            return file.contains("ebpflow") && !file.contains("err.txt");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    /** By class, how often it got other bytecode. */
    private static Map<String, Integer> redefinitions(Path log) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
            Matcher redefined = REDEFINED.matcher(line);
            if (redefined.find()) {
                counts.put(redefined.group(1), Integer.parseInt(redefined.group(2)));
            }
        }
        return counts;
    }

    @Test
    void twentyTimesAddUpToNothing() throws Exception {
        Path log = directory.resolve("redefined.log");
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = new AgentJvm(jdk, directory)
                        .forAttach()
                        .option("-Xlog:redefine+class+load=info:file=" + log)
                        .start(Crowd.class)) {
            jvm.go("open " + server.port());
            Map<Long, String> threads = new HashMap<>();
            for (String line : jvm.awaitPause("done")) {
                String[] words = line.split("\t| ");
                threads.put(Long.parseLong(words[1]), words[0]);
            }
            assertThat(threads).hasSize(CONNECTIONS);
            Map<String, Long> first = null;
            Map<String, Integer> once = null;
            Map<String, Integer> twice = null;
            for (int round = 1; round <= ROUNDS; round++) {
                watch(jvm, threads);
                once = round == 1 ? redefinitions(log) : once;
                if (round == 2) {
                    twice = redefinitions(log); // the first one loads what stays: the bridge, and tools of the JDK
                    first = census(jvm);
                }
            }

            Map<String, Long> last = census(jvm);
            assertThat(last.get("classes")).isLessThanOrEqualTo(first.get("classes"));
            assertThat(last.get("file descriptors of ours")).isLessThanOrEqualTo(first.get("file descriptors of ours"));
            assertThat(last.get("threads")).as("besides the JVM's own").isLessThanOrEqualTo(first.get("threads") + 2);
            // Each round but the first, which loads some of them, puts in and takes out the same.
            Map<String, Integer> one = once;
            Map<String, Integer> two = twice;
            Map<String, Integer> all = redefinitions(log);
            assertThat(two)
                    .isNotEmpty()
                    .allSatisfy((type, count) -> assertThat(all.get(type))
                            .as(type)
                            .isEqualTo(count + (count - one.getOrDefault(type, 0)) * (ROUNDS - 2)));
            talk(jvm);
            jvm.finish();
        }
    }

    /** One round. */
    private void watch(AgentJvm jvm, Map<Long, String> threads) throws Exception {
        String pid = Long.toString(jvm.process().pid());
        try (CommandLineRun cli = CommandLineRun.start(jdk, directory, pid, "--json")) {
            cli.awaitReady();
            talk(jvm);
            assertNamed(cli.awaitEvents("exchange", CONNECTIONS), threads);
            Set<String> objects = new TreeSet<>(BpfObjects.of(jvm.process().pid()));
            assertThat(objects).anyMatch(object -> object.startsWith("prog"));
            cli.signal("INT");

            assertThat(cli.exitCode()).isEqualTo(130);
            assertThat(BpfObjects.of(jvm.process().pid())).isEmpty();
            assertThat(Kernel.leftOf(objects)).isEmpty();
            jvm.go("beans");
            assertThat(jvm.awaitPause("done")).containsExactly("0");
            assertThat(jvm.err()).isEmpty();
        }
    }

    private static void assertNamed(List<Map<String, Object>> events, Map<Long, String> threads) {
        Set<Object> seen = new TreeSet<>();
        for (Map<String, Object> event : events) {
            if (event.containsKey("local_port") && event.containsKey("thread")) {
                assertThat(event.get("thread")).isEqualTo(threads.get(event.get("local_port")));
                boolean isVirtual =
                        Integer.parseInt(event.get("thread").toString().substring(6)) % 2 == 1;
                assertThat(event).containsEntry("virtual", isVirtual);
                seen.add(event.get("local_port"));
            }
        }
        assertThat(seen).hasSize(threads.size());
    }
}
