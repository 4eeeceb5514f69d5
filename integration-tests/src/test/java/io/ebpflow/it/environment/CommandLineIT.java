// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.EchoServer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Crowd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line shows the flows of a running JVM, and that JVM is as before when it has ended, however it ended. */
class CommandLineIT {

    private static final int CONNECTIONS = 2 * Crowd.COUNT;
    private static final int BYTES = 1_009;
    private static final int ROUNDS = 5;

    /** For an agent to notice that nobody watches any more, and to leave. */
    private static final int LEFT_WITHIN_SECONDS = 60;

    @TempDir
    Path directory;

    /** Opens the connections; returns the thread of each by its local port. */
    private static Map<Long, String> open(AgentJvm jvm, EchoServer server) throws Exception {
        jvm.go("open " + server.port());
        Map<Long, String> threads = new HashMap<>();
        for (String line : jvm.awaitPause("done")) {
            String[] words = line.split(" ");
            threads.put(Long.parseLong(words[1]), words[0]);
        }
        assertThat(threads).hasSize(CONNECTIONS);
        return threads;
    }

    /** The second exchange after an attach is over when the third begins; of the first nobody knows whether it was whole. */
    private static void talk(AgentJvm jvm) throws Exception {
        for (int i = 0; i < 3; i++) {
            jvm.go("talk " + BYTES);
            assertThat(jvm.awaitPause("done")).isEmpty();
        }
    }

    private static String pidOf(AgentJvm jvm) {
        return Long.toString(jvm.process().pid());
    }

    private static Set<String> objectsOf(AgentJvm jvm) throws Exception {
        Set<String> objects = BpfObjects.of(jvm.process().pid());
        assertThat(objects).anyMatch(object -> object.startsWith("prog"));
        return objects;
    }

    private static void assertAsBefore(AgentJvm jvm, Set<String> objects) throws Exception {
        assertThat(BpfObjects.of(jvm.process().pid())).isEmpty();
        assertThat(Kernel.leftOf(objects)).isEmpty();
        assertThat(Kernel.mappingsOf(jvm.process().pid())).isEmpty();
        assertThat(threadsOf(jvm)).noneMatch(name -> name.startsWith("ebpflow"));
        assertThat(sockets()).isEmpty();
        jvm.go("beans");
        assertThat(jvm.awaitPause("done")).containsExactly("0");
        assertThat(jvm.err()).isEmpty();
    }

    private static void awaitAgentGone(AgentJvm jvm) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEFT_WITHIN_SECONDS);
        while (threadsOf(jvm).stream().anyMatch(name -> name.startsWith("ebpflow")) && System.nanoTime() < deadlineNs) {
            Thread.sleep(50);
        }
    }

    /** As the kernel names them. */
    private static Set<String> threadsOf(AgentJvm jvm) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", pidOf(jvm), "task"))) {
            return threads.map(CommandLineIT::nameOf).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String nameOf(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).trim();
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }

    /** What a command line leaves in the file system while nobody has connected yet. */
    private static List<Path> sockets() {
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            return files.filter(file -> Files.exists(file.resolve("flows"))
                            && file.getFileName().toString().startsWith("ebpflow-"))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void showsOpenConnectionsWithTheirThreadsAndLeavesNothingAfterCtrlC(Jdk jdk) throws Exception {
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = new AgentJvm(jdk, directory).forAttach().start(Crowd.class)) {
            Map<Long, String> threads = open(jvm, server);
            for (int round = 1; round <= ROUNDS; round++) {
                try (CommandLineRun cli = CommandLineRun.start(jdk, directory, pidOf(jvm), "--json")) {
                    cli.awaitReady();
                    talk(jvm);
                    List<Map<String, Object>> events = cli.awaitEvents("exchange", CONNECTIONS);
                    assertNamed(events, threads, jdk);
                    Set<String> objects = objectsOf(jvm);

                    cli.signal("INT");

                    assertThat(cli.exitCode()).isEqualTo(130);
                    assertThat(cli.err()).last().asString().contains("the agent has left JVM " + pidOf(jvm));
                    assertAsBefore(jvm, objects);
                }
            }
            jvm.finish();
        }
    }

    private static void assertNamed(List<Map<String, Object>> events, Map<Long, String> threads, Jdk jdk) {
        Map<Long, String> seen = new HashMap<>();
        for (Map<String, Object> event : events) {
            if (event.containsKey("local_port") && event.containsKey("thread")) {
                String thread = (String) event.get("thread");
                assertThat(thread).isEqualTo(threads.get(event.get("local_port")));
                seen.put((Long) event.get("local_port"), thread);
                boolean isVirtual = jdk.release() >= 21 && Integer.parseInt(thread.substring(6)) % 2 == 1;
                assertThat(event).containsEntry("virtual", isVirtual);
            }
        }
        assertThat(seen).isEqualTo(threads);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void twoWatchAtOnceEachWithItsOwnFilterAndOneMayBeKilled(Jdk jdk) throws Exception {
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = new AgentJvm(jdk, directory).forAttach().start(Crowd.class)) {
            String port = Integer.toString(server.port());
            try (CommandLineRun all = CommandLineRun.start(jdk, directory, pidOf(jvm), "--json");
                    CommandLineRun connects = CommandLineRun.start(
                            jdk,
                            directory,
                            pidOf(jvm),
                            "--json",
                            "-t",
                            "--remote",
                            ":" + port,
                            "--thread",
                            "crowd-1*");
                    CommandLineRun none =
                            CommandLineRun.start(jdk, directory, pidOf(jvm), "--json", "-u", "-i", "-r")) {
                all.awaitReady();
                connects.awaitReady();
                none.awaitReady();
                Map<Long, String> threads = open(jvm, server);
                all.awaitEvents("connect", CONNECTIONS);
                connects.awaitEvents("connect", 2 * 11); // 1, 10 to 19
                all.signal("KILL");
                all.exitCode();
                talk(jvm);
                connects.awaitEvents("exchange", 2 * 11);
                Set<String> objects = objectsOf(jvm);

                assertThat(connects.events()).allSatisfy(event -> {
                    assertThat(threads.get(event.get("local_port"))).startsWith("crowd-1");
                    assertThat(event.get("event")).isIn("connect", "exchange", "flow", "slow");
                });
                assertThat(none.events()).isEmpty();
                none.signal("TERM");
                assertThat(none.exitCode()).isEqualTo(143);
                assertThat(none.err()).last().asString().contains("stays");

                connects.signal("KILL");

                connects.exitCode();
                awaitAgentGone(jvm);
                assertAsBefore(jvm, objects);
            }
            jvm.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anAgentThatWasThereIsUsedAndStaysUntilItIsStopped(Jdk jdk) throws Exception {
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = new AgentJvm(jdk, directory).start(Crowd.class)) {
            Set<String> objects = objectsOf(jvm);
            try (CommandLineRun cli = CommandLineRun.start(jdk, directory, pidOf(jvm), "--json")) {
                cli.awaitReady();
                open(jvm, server);
                cli.awaitEvents("connect", CONNECTIONS);
                assertThat(objectsOf(jvm)).isEqualTo(objects);
                cli.signal("TERM");
                assertThat(cli.exitCode()).isEqualTo(143);
                assertThat(cli.err()).last().asString().contains("stays");
            }
            try (CommandLineRun cli = CommandLineRun.start(jdk, directory, pidOf(jvm), "--json", "-d", "1")) {
                assertThat(cli.exitCode()).isZero();
                assertThat(cli.err()).last().asString().contains("stays");
            }
            assertThat(objectsOf(jvm)).isEqualTo(objects);
            jvm.awaitEvents("connect", CONNECTIONS);
            assertThat(said(jdk)).contains(pidOf(jvm)).containsPattern("yes .* io.ebpflow.it.app.Crowd");

            assertThat(said(jdk, "stop", pidOf(jvm))).isEmpty();

            awaitAgentGone(jvm);
            assertThat(Kernel.leftOf(objects)).isEmpty();
            assertThat(jvm.err()).last().isEqualTo("[ebpflow] INFO uninstalled");
            jvm.go("end");
        }
    }

    private String said(Jdk jdk, String... arguments) throws Exception {
        try (CommandLineRun cli = CommandLineRun.start(jdk, directory, arguments)) {
            assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
            return cli.out();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void whatCannotBeIsOneLineThatSaysWhatToDo(Jdk jdk) throws Exception {
        String own = Long.toString(ProcessHandle.current().pid());
        assertRefused(jdk, 1, "there is no process 2147483646", "2147483646");
        assertRefused(jdk, 1, "process 1 is no JVM", "1");
        assertRefused(jdk, 2, "--help", "nonsense");
        assertRefused(jdk, 2, "is not HOST", own, "--remote", "10.0.0.0/33");
        assertRefused(jdk, 2, "us, ms, s or m", own, "--slow", "50");
        List<String> withoutAttach = List.of("--limit-modules", "java.base,java.instrument,jdk.unsupported");
        try (CommandLineRun cli = CommandLineRun.start(jdk, directory, withoutAttach, own)) {
            assertRefused(cli, 1, "no module jdk.attach");
        }
        AgentJvm closed = new AgentJvm(jdk, directory).withoutAgent().option("-XX:+DisableAttachMechanism");
        try (AgentJvm jvm = closed.start(Crowd.class)) {
            assertRefused(jdk, 1, "-XX:+DisableAttachMechanism", pidOf(jvm));
            jvm.finish(); // SIGQUIT would have made it print a thread dump
        }
    }

    private void assertRefused(Jdk jdk, int exitCode, String text, String... arguments) throws Exception {
        try (CommandLineRun cli = CommandLineRun.start(jdk, directory, arguments)) {
            assertRefused(cli, exitCode, text);
        }
    }

    private static void assertRefused(CommandLineRun cli, int exitCode, String text) throws Exception {
        assertThat(cli.exitCode()).as("%s", cli.err()).isEqualTo(exitCode);
        assertThat(cli.err()).singleElement().asString().startsWith("ebpflow: ").contains(text);
        assertThat(cli.out()).isEmpty();
    }
}
