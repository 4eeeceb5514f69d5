// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import io.ebpflow.it.Jdk;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose process the flows are, and in which container it runs. */
class ProcessIT {

    private static final int COUNT = 5;

    private static final String ID = "275d71585e03a0dfd0ac4e2fb8d7b95b3f0e9d7e4a3b52f0d1a6c5b4e3f2a190";

    /** In the background of a shell standard input is /dev/null, unless it is said twice. */
    private static final String PARENT = "exec 3<&0; \"$@\" <&3 3<&- & wait $!";

    /**
     * What a runtime does for a container: a cgroup namespace, and a file on /etc/hostname. The shell that does it outlives the
     * second one, which is the JVM's parent.
     */
    private static final String[] CONTAINED = {
        "unshare",
        "--mount",
        "--cgroup",
        "sh",
        "-c",
        "mount --bind $1 /etc/hostname; shift; sh -c '" + PARENT + "' sh \"$@\"; sleep 600",
        "sh"
    };

    @TempDir
    Path directory;

    /** Null: not even root may see it, as that of the first process on some machines. */
    private static String link(long pid) throws Exception {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).toString();
        } catch (AccessDeniedException e) {
            return null;
        }
    }

    private static String stat(String format, long pid) throws Exception {
        return Command.run("stat", "-c", format, "/proc/" + pid).trim();
    }

    /** The command line attaches to tell the agent of itself, of which JDK 21 and later warn without the option. */
    private AgentJvm prepared(Jdk jdk) {
        AgentJvm jvm = new AgentJvm(jdk, directory);
        return jdk.release() < 21 ? jvm : jvm.option("-XX:+EnableDynamicAgentLoading");
    }

    private static void assertIs(Map<String, Object> event, long pid, long parentPid) throws Exception {
        assertThat(event)
                .containsEntry("pid", pid)
                .containsEntry("exe", link(pid))
                .containsEntry("uid", Long.parseLong(stat("%u", pid)))
                .containsEntry("user", stat("%U", pid))
                .containsEntry("gid", Long.parseLong(stat("%g", pid)))
                .containsEntry("group", stat("%G", pid))
                .containsEntry("parent_pid", parentPid);
        assertThat(event.get("parent_exe")).isEqualTo(link(parentPid));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyRecordSaysWhoseItIs(Jdk jdk) throws Exception {
        try (Talker talker = new Talker(prepared(jdk))) {
            int port = talker.serve();
            talker.talk(port, COUNT);
            talker.jvm().nextEvents(1 + 4 * COUNT);
            long pid = talker.jvm().process().pid();
            for (Map<String, Object> event : talker.jvm().events()) {
                assertIs(event, pid, ProcessHandle.current().pid());
                assertThat(event).doesNotContainKeys("container_id", "container_name", "kube_pod");
            }
            assertPrintsAsEbpflowexport(jdk, talker, port);
            talker.finish();
        }
    }

    /** On the command line, with the agent that is there. */
    private void assertPrintsAsEbpflowexport(Jdk jdk, Talker talker, int port) throws Exception {
        long pid = talker.jvm().process().pid();
        String program = Pattern.quote(link(pid)) + " \\S+";
        String parent = Pattern.quote(link(ProcessHandle.current().pid())) + "[^]]*";
        Pattern line =
                Pattern.compile("\\d{10}\\.\\d{6} \\[lo]\\[(?:Sent|Rcvd)]\\[IPv4/TCP]\\[pid/tid: " + pid + "/(\\d+) \\["
                        + program + "], uid/gid: " + stat("%u/%g", pid) + "]\\[father pid/tid: "
                        + ProcessHandle.current().pid() + "/0 \\[" + parent + "], uid/gid: \\d+/\\d+]"
                        + "\\[addr: 127\\.0\\.0\\.1:(\\d+) <-> 127\\.0\\.0\\.1:(\\d+)]"
                        + "\\[(?:CONNECT]\\[latency: \\d+\\.\\d\\d msec|ACCEPT|CLOSE)]");
        try (CommandLineRun run = CommandLineRun.start(jdk, directory, "" + pid, "--format", "ebpfflow", "-tc")) {
            run.awaitReady();
            Map<Long, String[]> witnesses = talker.talk(port, COUNT);
            talker.jvm().nextEvents(4 * COUNT);
            List<String> lines = awaitLines(run, 4 * COUNT);

            assertThat(lines)
                    .hasSize(4 * COUNT)
                    .allMatch(text -> line.matcher(text).matches());
            witnesses.forEach((localPort, witness) -> {
                String tid = "[pid/tid: " + pid + "/" + witness[1] + " [";
                String there = "[addr: 127.0.0.1:" + localPort + " <-> 127.0.0.1:" + port + "]";
                assertThat(lines)
                        .filteredOn(text -> text.contains(there + "[CONNECT]["))
                        .singleElement()
                        .asString()
                        .contains(tid);
                assertThat(lines)
                        .filteredOn(text -> text.endsWith(there + "[ACCEPT]"))
                        .hasSize(1);
            });
            run.signal("TERM");
            run.exitCode();
        }
    }

    private static List<String> awaitLines(CommandLineRun run, int count) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(CommandLineRun.LIMIT_SECONDS);
        while (run.out().lines().count() < count && System.nanoTime() < deadlineNs) {
            Thread.sleep(20);
        }
        return run.out().lines().collect(Collectors.toList());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void knowsItsContainerAndNoticesThatItsParentHasEnded(Jdk jdk) throws Exception {
        Path hostname = directory.resolve("docker/containers/" + ID + "/hostname");
        Files.createDirectories(hostname.getParent());
        Files.writeString(hostname, "shop\n");
        Path socket = directory.resolve("docker.sock");
        AgentJvm contained = new AgentJvm(jdk, directory)
                .prefix("env", "DOCKER_HOST=unix://" + socket)
                .prefix(CONTAINED)
                .prefix(hostname.toString());
        try (FakeDocker docker = new FakeDocker(socket, ID, "shop-web-1");
                Talker talker = new Talker(contained)) {
            ProcessHandle shell = talker.jvm().process().children().findFirst().orElseThrow();
            ProcessHandle java = shell.children().findFirst().orElseThrow();
            try {
                int port = talker.serve();
                talker.talk(port, COUNT);
                talker.jvm().nextEvents(1 + 4 * COUNT);
                Map<String, Object> named = awaitEvent(talker, port, "container_name", "shop-web-1");
                assertIs(named, java.pid(), shell.pid());
                assertThat(named).containsEntry("container_id", ID).containsEntry("container_runtime", "docker");
                try (CommandLineRun list = CommandLineRun.start(jdk, directory)) {
                    assertThat(list.exitCode()).isZero();
                    assertThat(list.out().lines())
                            .filteredOn(row -> row.trim().startsWith(java.pid() + " "))
                            .singleElement()
                            .asString()
                            .contains(" " + ID.substring(0, 12) + " ");
                }

                shell.destroyForcibly();
                shell.onExit().get(AgentJvm.TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
                long newParentPid = java.parent().orElseThrow().pid();
                Map<String, Object> orphaned = awaitEvent(talker, port, "parent_pid", newParentPid);
                assertIs(orphaned, java.pid(), newParentPid);
                assertThat(orphaned).containsEntry("container_name", "shop-web-1");
                assertThat(docker.askedCount()).isEqualTo(1);
            } finally {
                java.destroyForcibly();
            }
        }
    }

    /** Talks until a record says so: what is known of the process is read again every five seconds. */
    private static Map<String, Object> awaitEvent(Talker talker, int port, String key, Object value) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
        while (System.nanoTime() < deadlineNs) {
            talker.talk(port, 1);
            List<Map<String, Object>> newest = talker.jvm().nextEvents(4);
            if (value.equals(newest.get(3).get(key))) {
                return newest.get(3);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no event with " + key + " " + value);
    }
}
