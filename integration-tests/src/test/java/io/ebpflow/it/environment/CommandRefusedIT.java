// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.OldJava;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command cannot do is one line that says what to do, whichever command it is; {@link CommandLineIT} has more of them. */
class CommandRefusedIT {

    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

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
    void aJvmThatIsTooOld(Jdk jdk) throws Exception {
        try (AgentJvm jvm = new AgentJvm(jdk, directory).forAttach().start(OldJava.class)) {
            String pid = Long.toString(jvm.process().pid());
            assertRefused(jdk, List.of(), 1, "runs Java 1.8: ebpflow needs 11 or later", pid);
            assertRefused(jdk, List.of(), 1, "runs Java 1.8: ebpflow needs 11 or later", "top", pid);
            jvm.finish();
        }
    }

    /** It has a pid of its own in there, and a jar of the host may not be there at all. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aJvmInAContainerWithFilesOfItsOwn(Jdk jdk) throws Exception {
        AgentJvm inside = new AgentJvm(jdk, directory)
                .forAttach()
                .prefix("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");
        try (AgentJvm jvm = inside.start(OldJava.class)) {
            String pid = Long.toString(jvm.process()
                    .descendants()
                    .reduce((first, second) -> second)
                    .orElseThrow()
                    .pid());
            String text =
                    "JVM " + pid + " runs in a container with files of its own: run this jar in there (docker exec";
            assertRefused(jdk, List.of(), 1, text, pid);
            assertRefused(jdk, List.of(), 1, text, "top", pid);
            assertThat(jvm.err()).isEmpty();
        }
    }
}
