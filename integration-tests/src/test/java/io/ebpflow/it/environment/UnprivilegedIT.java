// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Greeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JVM as the user nobody: with a loader that has the capabilities, with a broker, and with neither. */
class UnprivilegedIT {

    private static final String[] NOBODY = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    private static final int CONNECTIONS = 5;

    @TempDir
    Path directory;

    @BeforeEach
    void letNobodyIn() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private Path installLoader() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path loader = Files.copy(JvmRun.loader(), bin.resolve("ebpflow-loader"));
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(loader, PosixFilePermissions.fromString("rwxr-xr-x"));
        Command.run("setcap", "cap_bpf,cap_perfmon+ep", loader.toString());
        return loader;
    }

    private static void assertWorks(AgentJvm jvm, String loader) throws Exception {
        try (Talker talker = new Talker(jvm.prefix(NOBODY))) {
            assertThat(talker.jvm().err()).anyMatch(line -> line.endsWith("(loader: " + loader + ")"));
            talker.assertSeesItself(CONNECTIONS);
            talker.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void worksWithAnInstalledLoader(Jdk jdk) throws Exception {
        Path loader = installLoader();

        assertWorks(new AgentJvm(jdk, directory).agent("loader=" + loader), loader.toString());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void findsTheLoaderOnThePath(Jdk jdk) throws Exception {
        Path loader = installLoader();

        assertWorks(
                new AgentJvm(jdk, directory).prefix("env", "PATH=" + loader.getParent() + ":/usr/bin:/bin"),
                loader.toString());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void worksThroughABroker(Jdk jdk) throws Exception {
        Path socket = directory.resolve("broker.sock");
        Process broker = new ProcessBuilder(JvmRun.loader().toString(), "--broker", socket.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
            while (!Files.exists(socket) && System.nanoTime() < deadlineNs) {
                Thread.sleep(10);
            }
            assertWorks(new AgentJvm(jdk, directory).agent("loader=" + socket), "broker " + socket);
            assertThat(broker.isAlive()).isTrue();
        } finally {
            broker.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void withoutAnyTheApplicationRunsOnAndIsToldWhatToDo(Jdk jdk) throws Exception {
        JvmRun run = new JvmRun(jdk, directory).prefix(NOBODY).agent("wait=20s").run(Greeter.class);

        Refused.assertOneError(
                run, "the kernel does not permit eBPF here", "setcap cap_bpf,cap_perfmon+ep", "--cap-add BPF");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderWithoutCapabilitiesIsNotEnough(Jdk jdk) throws Exception {
        Path loader = installLoader();
        Command.run("setcap", "-r", loader.toString());
        JvmRun run = new JvmRun(jdk, directory)
                .prefix(NOBODY)
                .agent("wait=20s,loader=" + loader)
                .run(Greeter.class);

        Refused.assertOneError(run, "the kernel does not permit eBPF here", "CAP_BPF no, CAP_PERFMON no");
    }
}
