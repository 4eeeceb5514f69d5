// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.EchoServer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Crowd;
import io.ebpflow.it.app.OldJava;
import io.ebpflow.it.app.Talk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command cannot do is one line that says what to do, whichever command it is; {@link CommandLineIT} has more of them. */
class CommandRefusedIT {

    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    /** A root of its own, in which there is what the host has, as a container's with an image of the same files. */
    private static final String[] OWN_ROOT = {
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "sh",
        "-c",
        "mount -t tmpfs tmpfs /mnt; for i in /*; do case $i in /mnt|/proc) continue;; esac;"
                + " if [ -L $i ]; then cp -d $i /mnt$i; elif [ -d $i ]; then mkdir /mnt$i; mount --rbind $i /mnt$i; fi; done;"
                + " mkdir /mnt/proc; mount -t proc proc /mnt/proc; exec chroot /mnt \"$@\"",
        "sh"
    };

    @TempDir
    Path directory;

    private static void assertRefused(CommandLineRun cli, int exitCode, String text) throws Exception {
        assertThat(cli.exitCode()).as("%s", cli.err()).isEqualTo(exitCode);
        assertThat(cli.err()).singleElement().asString().startsWith("ebpflow: ").contains(text);
        assertThat(cli.out()).isEmpty();
    }

    private void assertRefused(Jdk jdk, List<String> prefix, int exitCode, String text, String... arguments)
            throws Exception {
        try (CommandLineRun cli = CommandLineRun.start(prefix, jdk, directory, List.of(), arguments)) {
            assertRefused(cli, exitCode, text);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aProcessThatIsNoneOrAnotherUsersOrNoJvm(Jdk jdk) throws Exception {
        for (String command : new String[] {"top", "stop"}) {
            assertRefused(jdk, List.of(), 1, "there is no process 2147483646", command, "2147483646");
            assertRefused(jdk, List.of(), 1, "process 1 is no JVM", command, "1");
            assertRefused(jdk, List.of(), 2, "(--help lists what there is)", command, "nonsense");
            assertRefused(jdk, List.of(), 2, "Missing required parameter", command);
        }
        // This JVM, which runs the tests, is root's.
        String own = Long.toString(ProcessHandle.current().pid());
        assertRefused(jdk, NOBODY, 1, "belongs to user root: run this as that user (sudo -u root", own);
        assertRefused(jdk, NOBODY, 1, "or as root", "top", own);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aValueThatIsNone(Jdk jdk) throws Exception {
        String own = Long.toString(ProcessHandle.current().pid());
        assertRefused(jdk, List.of(), 2, "-d takes a number of seconds from 1 on", own, "-d", "0");
        assertRefused(jdk, List.of(), 2, "-d takes seconds from 0.1 to 3600", "top", own, "-d", "0");
        assertRefused(jdk, List.of(), 2, "-n takes a number from 1 on", "top", own, "-n", "0");
        assertRefused(jdk, List.of(), 2, "there is no view x; there are flows", "top", own, "--view", "x");
        assertRefused(jdk, List.of(), 2, "there is no column x in flows; there are FLOW", "top", own, "--sort", "x");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aDiskThatIsFull(Jdk jdk) throws Exception {
        List<String> full = List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh");
        assertRefused(jdk, full, 1, "standard output cannot be written");
        try (EchoServer server = new EchoServer();
                AgentJvm jvm = new AgentJvm(jdk, directory).forAttach().start(Crowd.class)) {
            jvm.go("open " + server.port());
            jvm.awaitPause("done");
            String pid = Long.toString(jvm.process().pid());
            try (CommandLineRun cli = CommandLineRun.start(full, jdk, directory, List.of(), pid, "-d", "30")) {
                cli.awaitReady();
                jvm.go("talk 1009");
                jvm.awaitPause("done");
                assertThat(cli.exitCode()).isEqualTo(1);
                assertThat(cli.err())
                        .filteredOn(line -> line.contains("standard output cannot be written"))
                        .hasSize(1);
                assertThat(cli.err()).noneMatch(line -> line.contains("an error of ebpflow"));
            }
            jvm.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aPipeThatNobodyReadsIsAnEnd(Jdk jdk) throws Exception {
        List<String> unread = List.of("bash", "-c", "\"$@\" | true; exit ${PIPESTATUS[0]}", "bash");
        try (CommandLineRun cli = CommandLineRun.start(unread, jdk, directory, List.of())) {
            assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
            assertThat(cli.err()).isEmpty();
        }
    }

    /** HotSpot leaves the file with a JVM's counters behind when it is killed, and its pid is given again. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aFileOfAJvmThatHasGoneMakesNoJvm(Jdk jdk) throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        Path counters = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"), Long.toString(other.pid()));
        try (AgentJvm jvm = new AgentJvm(jdk, directory).forAttach().start(OldJava.class)) {
            Files.copy(counters.resolveSibling(Long.toString(jvm.process().pid())), counters);
            try (CommandLineRun list = CommandLineRun.start(jdk, directory)) {
                assertThat(list.exitCode()).isZero();
                assertThat(list.out().lines())
                        .anyMatch(row -> row.trim().startsWith(jvm.process().pid() + " "))
                        .noneMatch(row -> row.trim().startsWith(other.pid() + " "));
            }
            jvm.finish();
        } finally {
            Files.deleteIfExists(counters);
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aJvmThatIsTooOld(Jdk jdk) throws Exception {
        try (AgentJvm jvm = new AgentJvm(jdk, directory).forAttach().start(OldJava.class)) {
            String pid = Long.toString(jvm.process().pid());
            assertRefused(jdk, List.of(), 1, "runs Java 1.8: ebpflow needs 11 or later", pid);
            assertRefused(jdk, List.of(), 1, "runs Java 1.8: ebpflow needs 11 or later", "top", pid);
            jvm.finish();
        }
    }

    /** Pid of the JVM, from here, that a prefix has started in namespaces of its own. */
    private static String innermost(AgentJvm jvm) {
        return Long.toString(jvm.process()
                .descendants()
                .reduce((first, second) -> second)
                .orElseThrow()
                .pid());
    }

    /** It has a pid of its own in there, and a jar of the host may not be there at all. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aJvmInAContainerWithFilesOfItsOwn(Jdk jdk) throws Exception {
        AgentJvm inside = new AgentJvm(jdk, directory)
                .forAttach()
                .option("-XX:-UsePerfData")
                .prefix(OWN_ROOT);
        try (AgentJvm jvm = inside.start(OldJava.class)) {
            String pid = innermost(jvm);
            String text =
                    "JVM " + pid + " runs in a container with files of its own: run this jar in there (docker exec"
                            + " java -jar ebpflow.jar; its pid in there is 1)";
            assertRefused(jdk, List.of(), 1, text, pid);
            assertRefused(jdk, List.of(), 1, text, "top", pid);
            assertThat(jvm.err()).isEmpty();
        }
    }

    /** As systemd starts a service with {@code PrivateTmp}; what it is told to do works. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aServiceWithATmpOfItsOwn(Jdk jdk) throws Exception {
        AgentJvm inside = new AgentJvm(jdk, directory)
                .forAttach()
                .prefix("unshare", "--mount", "sh", "-c", "mkdir $0/tmp; mount --bind $0/tmp /var/tmp; exec \"$@\"")
                .prefix(directory.toString());
        try (AgentJvm jvm = inside.start(Talk.class)) {
            String pid = Long.toString(jvm.process().pid());
            String enter = "nsenter --target " + pid + " --mount --pid";
            assertRefused(jdk, List.of(), 1, " as root: " + enter + " java -jar ebpflow.jar " + pid, pid);

            try (CommandLineRun cli =
                    CommandLineRun.start(List.of(enter.split(" ")), jdk, directory, List.of(), pid, "-d", "1")) {
                assertThat(cli.exitCode()).as("%s", cli.err()).isZero();
                assertThat(cli.err()).anyMatch(line -> line.contains("watching JVM " + pid));
            }
            jvm.finish();
        }
    }
}
