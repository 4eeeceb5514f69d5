// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import io.ebpflow.it.EchoServer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Crowd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code top} in a terminal: what is on the screen, what keys do, and that nothing of it stays. */
class TopIT {

    private static final Path GOLDEN = Path.of("src/test/resources/io/ebpflow/it/environment");
    private static final int BYTES = 1_009;

    /** Of the threads whose names end in 0, all of them platform threads. */
    private static final int FLOWS = Crowd.COUNT / 5;

    @TempDir
    Path directory;

    private AgentJvm crowd(Jdk jdk, EchoServer server) throws Exception {
        AgentJvm jvm = new AgentJvm(jdk, directory).forAttach().start(Crowd.class);
        jvm.go("open " + server.port());
        assertThat(jvm.awaitPause("done")).hasSize(2 * Crowd.COUNT);
        return jvm;
    }

    private static void talk(AgentJvm jvm) throws Exception {
        for (int i = 0; i < 3; i++) {
            jvm.go("talk " + BYTES);
            assertThat(jvm.awaitPause("done")).isEmpty();
        }
    }

    private static String top(Jdk jdk, AgentJvm jvm, String more) {
        return jdk.program("java") + " -jar " + JvmRun.agentJar() + " top "
                + jvm.process().pid() + " " + more;
    }

    private static String flows(int count) {
        return "  " + count + " flows  ";
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void showsFourViewsInAnyWindowAndLeavesTheTerminalAsItWas(Jdk jdk) throws Exception {
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = crowd(jdk, server);
                Tmux terminal = new Tmux(directory, 80, 24)) {
            terminal.type("cd " + directory + "; stty -g > before");
            terminal.type(top(jdk, jvm, "-d 0.5 --thread 'crowd-*0' --sort THREAD; echo \"code $?\"; stty -g > after"));
            terminal.await("0 flows");
            talk(jvm);
            terminal.await(flows(FLOWS));
            for (int[] size : new int[][] {{80, 24}, {200, 50}}) {
                terminal.resize(size[0], size[1]);
                String name = "-" + size[0] + "x" + size[1] + ".txt";
                compare("top-flows" + name, shown(terminal, "f", "[flows]", size));
                compare("top-endpoints" + name, shown(terminal, "e", "[endpoints]", size));
                compare("top-requests" + name, shown(terminal, "r", "[requests]", size));
                terminal.press("t");
                terminal.press("Left", "Left", "Left", "<", "<", "<", "<", "<", "<", "<", "<", "<");
                compare("top-threads" + name, shown(terminal, "t", "by THREAD", size));
            }
            assertThat(terminal.coloured()).contains("\u001b[7m");
            assertThat(terminal.isAlternate()).isTrue();
            assertThat(terminal.hasCursor()).isFalse();

            terminal.press("q");

            assertLeft(terminal, jvm, "code 0");
            assertThat(terminal.screen()).anyMatch(line -> line.contains("the agent has left JVM"));
            jvm.finish();
        }
    }

    private void assertLeft(Tmux terminal, AgentJvm jvm, String code) throws Exception {
        terminal.await(code);
        terminal.type("echo all of it");
        terminal.await(screen -> screen.contains("all of it"));
        assertThat(terminal.isAlternate()).isFalse();
        assertThat(terminal.hasCursor()).isTrue();
        assertThat(Files.readString(directory.resolve("after")))
                .isEqualTo(Files.readString(directory.resolve("before")));
        assertThat(BpfObjects.of(jvm.process().pid())).isEmpty();
    }

    private static List<String> shown(Tmux terminal, String key, String text, int[] size) throws Exception {
        terminal.press(key);
        List<String> screen = terminal.await(lines -> lines.get(1).contains(text)
                && lines.size() >= size[1]
                && lines.get(size[1] - 1).contains("q quit")
                && lines.get(size[1] / 3).length() <= size[0]);
        // In a narrow window large rates leave less for the name, which loses its middle.
        assertThat(screen.get(0))
                .matches(" \\d\\d:\\d\\d:\\d\\dZ  [0-9]+ (.*Crowd|\\S*~\\S*)  " + FLOWS
                        + " flows  [0-9.K]+ calls/s  sent [0-9.K]+/s  rcvd [0-9.K]+/s(  0 errors)?");
        return screen.subList(1, size[1]);
    }

    /** Ports, and numbers with what is before them: a cell of a column of numbers is as wide as any other of it. */
    private static String masked(String line) {
        String known = line.replaceAll("(?<=127\\.0\\.0\\.1:)\\d{5}", "#####");
        StringBuilder masked = new StringBuilder();
        java.util.regex.Matcher cells = java.util.regex.Pattern.compile("( +)[0-9]+[.0-9msuhdKMGv]*(?= |$)")
                .matcher(known);
        while (cells.find()) {
            int width = cells.group().length();
            cells.appendReplacement(masked, " ".repeat(width - 1) + "N");
        }
        return cells.appendTail(masked).toString().stripTrailing();
    }

    private static void compare(String file, List<String> lines) throws IOException {
        String actual = lines.stream().map(TopIT::masked).collect(Collectors.joining("\n", "", "\n"));
        Path golden = GOLDEN.resolve(file);
        if (Boolean.getBoolean("ebpflow.docs.write")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, actual);
        }
        assertThat(actual)
                .as("differs from " + golden + "; with -Debpflow.docs.write=true it is written anew")
                .isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void endsCleanlyHoweverItEnds(Jdk jdk) throws Exception {
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = crowd(jdk, server);
                Tmux terminal = new Tmux(directory, 80, 24)) {
            terminal.type("cd " + directory + "; stty -g > before");
            String line = "; echo \"code $?\"; stty -g > after";
            terminal.type(top(jdk, jvm, "-d 0.5" + line));
            terminal.await("[flows]");
            terminal.press("C-c");
            assertLeft(terminal, jvm, "code 130");

            terminal.type("clear; NO_COLOR=1 " + top(jdk, jvm, "-d 0.5" + line));
            terminal.await("[flows]");
            assertThat(terminal.coloured()).doesNotContain("\u001b[");
            Command.run("kill", Long.toString(cliPid(jvm)));
            assertLeft(terminal, jvm, "code 143");

            terminal.type("clear; " + top(jdk, jvm, "-d 0.3 -n 3" + line));
            assertLeft(terminal, jvm, "code 0");

            terminal.type("clear; " + top(jdk, jvm, "-d 0.5" + line));
            terminal.await("[flows]");
            jvm.process().destroyForcibly();
            terminal.await("code 0");
            assertThat(terminal.screen()).anyMatch(said -> said.contains("has ended"));
            assertThat(terminal.isAlternate()).isFalse();
        }
    }

    /** Of the command line that watches a JVM. */
    private static long cliPid(AgentJvm jvm) {
        String end = " top " + jvm.process().pid() + " ";
        return ProcessHandle.allProcesses()
                .filter(process ->
                        (String.join(" ", process.info().arguments().orElse(new String[0])) + " ").contains(end))
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void withoutATerminalItPrintsATableForEachInterval(Jdk jdk) throws Exception {
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = crowd(jdk, server)) {
            String pid = Long.toString(jvm.process().pid());
            try (CommandLineRun cli = CommandLineRun.start(
                    jdk, directory, "top", pid, "-n", "3", "-d", "2", "--view", "threads", "--sort", "thread")) {
                cli.awaitReady();
                talk(jvm);
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
                assertThat(cli.out()).doesNotContain("\u001b").contains(flows(2 * Crowd.COUNT));
                String[] tables = cli.out().split("\n\n");
                assertThat(tables).hasSize(3);
                List<String> threads = tables[2]
                        .lines()
                        .skip(2)
                        .map(line -> line.trim().split(" ")[0])
                        .collect(Collectors.toList());
                assertThat(threads)
                        .isEqualTo(IntStream.range(0, Crowd.COUNT)
                                .mapToObj(i -> "crowd-" + i)
                                .sorted()
                                .collect(Collectors.toList()));
            }
            for (Map.Entry<String, String> wrong : Map.of(
                            "--view=nonsense", "flows, endpoints, requests and threads",
                            "--sort=nonsense", "FLOW LOCAL SENT/s",
                            "-d0", "from 0.1 to 3600",
                            "-n0", "from 1 on")
                    .entrySet()) {
                try (CommandLineRun cli = CommandLineRun.start(jdk, directory, "top", pid, wrong.getKey())) {
                    assertThat(cli.exitCode()).isEqualTo(2);
                    assertThat(cli.err()).singleElement().asString().contains(wrong.getValue());
                }
            }
            jvm.finish();
        }
    }
}
