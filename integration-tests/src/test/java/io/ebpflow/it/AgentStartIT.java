// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.app.Greeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the agent starts, does not start, and stays out of the application's way. */
class AgentStartIT {

    private static final String ALREADY_RUNNING =
            "[ebpflow] WARN already running in this JVM; this second start does nothing";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void leavesTheApplicationsOutputAlone(Jdk jdk) throws Exception {
        JvmRun run = new JvmRun(jdk, directory).agent("wait=20s").run(Greeter.class);

        assertIsUntouched(run);
        assertThat(run.err()).allMatch(AgentStartIT::isOurs);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void doesNotHoldUpTheApplicationUnlessAsked(Jdk jdk) throws Exception {
        assertIsUntouched(new JvmRun(jdk, directory).agent("").run(Greeter.class));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aSecondAgentSaysSoAndDoesNothing(Jdk jdk) throws Exception {
        Path copy = Files.copy(JvmRun.agentJar(), directory.resolve("copy.jar"));
        JvmRun run = new JvmRun(jdk, directory)
                .agent("wait=20s")
                .agent("")
                .option("-javaagent:" + copy)
                .run(Greeter.class);

        assertIsUntouched(run);
        assertThat(run.err()).filteredOn(ALREADY_RUNNING::equals).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isOffWhenDisabledInAnyWay(Jdk jdk) throws Exception {
        List<JvmRun> runs = List.of(
                newRun(jdk).agent("enabled=false"),
                newRun(jdk).option("-Debpflow.enabled=false").agent(""),
                newRun(jdk).variable("EBPFLOW_ENABLED", "false").agent(""));
        for (JvmRun run : runs) {
            Path log = directory.resolve("classes.txt");
            run.option("-Xlog:class+load:file=" + log).run(Greeter.class);

            assertIsUntouched(run);
            assertThat(run.err()).isEmpty();
            assertThat(log).content().contains("io.ebpflow.boot.EbpflowAgent").doesNotContain("IsolatedClassLoader");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aJarWithoutItsContentIsNamed(Jdk jdk) throws Exception {
        Path hollow = TestJars.without("isolated/", directory.resolve("hollow.jar"));
        JvmRun run = new JvmRun(jdk, directory)
                .option("-javaagent:" + hollow + "=wait=20s")
                .run(Greeter.class);

        assertIsUntouched(run);
        assertThat(run.err())
                .containsExactly("[ebpflow] ERROR not started, the application runs without it: " + hollow
                        + " is not the ebpflow agent jar (it holds no isolated/io/ebpflow/loading/AgentEntry.classdata);"
                        + " use -javaagent:/path/to/ebpflow.jar, not a copy inside another jar");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void leavesJdkToolsAlone(Jdk jdk) throws IOException, InterruptedException {
        JvmRun run = new JvmRun(jdk, directory)
                .variable("JAVA_TOOL_OPTIONS", "-javaagent:" + JvmRun.agentJar())
                .run("javac", List.of("-version"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("javac " + jdk.release());
        assertThat(run.err()).containsExactly("Picked up JAVA_TOOL_OPTIONS: -javaagent:" + JvmRun.agentJar());
    }

    private JvmRun newRun(Jdk jdk) {
        return new JvmRun(jdk, directory);
    }

    private static void assertIsUntouched(JvmRun run) {
        assertThat(run.out()).isEqualTo(Greeter.GREETING);
        assertThat(run.exitCode()).isZero();
    }

    /** Lines of ours name us; anything else is the JVM complaining about us. */
    static boolean isOurs(String line) {
        return line.contains("ebpflow") && !line.startsWith("WARNING");
    }
}
