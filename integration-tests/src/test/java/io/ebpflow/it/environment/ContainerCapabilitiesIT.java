// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recipes of docs/containers.md without an engine: pid and mount namespaces of their own, and no more capabilities than
 * the recipe adds. What is left out is the engine's seccomp filter.
 */
class ContainerCapabilitiesIT {

    private static final List<String> CONTAINER =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final List<String> TWO_RIGHTS =
            List.of("setpriv", "--bounding-set=-all,+bpf,+perfmon", "--inh-caps=-all");
    private static final List<String> USER = List.of("--reuid=10001", "--regid=10001", "--clear-groups");
    private static final int CONNECTIONS = 5;

    @TempDir
    Path directory;

    @BeforeEach
    void letTheUserIn() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static String[] joined(List<String> first, List<String> second, List<String> third) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all.toArray(new String[0]);
    }

    private static void assertWorks(AgentJvm jvm, String loader) throws Exception {
        try (Talker talker = new Talker(jvm)) {
            assertThat(talker.jvm().err()).anyMatch(line -> line.contains("(loader: ") && line.contains(loader));
            talker.assertSeesItself(CONNECTIONS, 1);
            talker.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void rootWithTheTwoRightsAlone(Jdk jdk) throws Exception {
        assertWorks(new AgentJvm(jdk, directory).prefix(joined(CONTAINER, TWO_RIGHTS, List.of())), "");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anOrdinaryUserWithTheLoaderOfTheImage(Jdk jdk) throws Exception {
        Path loader = Files.copy(JvmRun.loader(), directory.resolve("ebpflow-loader"));
        Files.setPosixFilePermissions(loader, PosixFilePermissions.fromString("rwxr-xr-x"));
        Command.run("setcap", "cap_bpf,cap_perfmon+ep", loader.toString());

        assertWorks(
                new AgentJvm(jdk, directory)
                        .prefix(joined(CONTAINER, TWO_RIGHTS, USER))
                        .agent("loader=" + loader),
                loader.toString());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anOrdinaryUserWithoutAnyRightWithTheBrokerOfTheNode(Jdk jdk) throws Exception {
        Path socket = directory.resolve("broker.sock");
        List<String> broker = List.of(JvmRun.loader().toString(), "--broker", socket.toString());
        Process process = new ProcessBuilder(joined(TWO_RIGHTS, broker, List.of()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
            while (!Files.exists(socket) && System.nanoTime() < deadlineNs) {
                Thread.sleep(10);
            }
            List<String> none = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs");
            assertWorks(
                    new AgentJvm(jdk, directory)
                            .prefix(joined(CONTAINER, none, USER))
                            .agent("loader=" + socket),
                    "broker " + socket);
        } finally {
            process.destroyForcibly();
        }
    }
}
