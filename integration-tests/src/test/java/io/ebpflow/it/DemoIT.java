// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo as a whole: three slow calls with three causes, told apart, and nothing left behind. Needs root. */
class DemoIT {
    private static final Path DEMO =
            Path.of(System.getProperty("ebpflow.test.repository")).resolve("examples/demo.sh");

    private static final String PEER = "(?s).*Found: slow calls to \\S+ verdict peer\\n.*";
    private static final String NETWORK = "(?s).*Found: slow calls to \\S+ verdict network\\n.*";
    private static final String JVM = "(?s).*Found: slow calls to \\S+ verdict jvm\\n.*";
    private static final String PATH_OF_PEER =
            "(?s).* SLOW [^\\n]*  used by PriceClient\\.priceCents\\(PriceClient\\.java:\\d+\\)\\n.*";
    private static final String PATH_OF_JVM =
            "(?s).* SLOW [^\\n]*  used by CatalogueUpdate\\.run\\(CatalogueUpdate\\.java:\\d+\\)\\n.*";
    private static final int TIME_LIMIT_SECONDS = 120;
    private static final int EXIT_CODE_OF_SIGINT = 130;

    /** Everything of the demo has this in its command line. */
    @TempDir
    Path directory;

    private String ownNetwork;

    @BeforeEach
    void rememberTheFirewall() throws Exception {
        ownNetwork = Command.run("nft", "list", "ruleset");
    }

    @AfterEach
    void leavesNothing() throws Exception {
        // Who was told to end may need a moment for it.
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_LIMIT_SECONDS);
        while (!processes().isEmpty() && System.nanoTime() < endNs) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(processes()).isEmpty();
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
        assertThat(Command.run("nft", "list", "ruleset")).isEqualTo(ownNetwork);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void tellsThreeCausesApart(Jdk jdk) throws Exception {
        Process demo = start(jdk, System.getenv("PATH"));
        assertThat(exitCode(demo)).as(said()).isZero();
        assertThat(said()).matches(PEER).matches(NETWORK).matches(JVM).doesNotContain("left out");
        assertThat(said()).matches(PATH_OF_PEER).matches(PATH_OF_JVM);
    }

    @Test
    void leavesOutWhatThisMachineCannotDoAndSaysSo() throws Exception {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        Path nft = tools.resolve("nft");
        Files.writeString(nft, "#!/bin/sh\necho 'netlink: Error: it is a test' >&2\nexit 1\n");
        Files.setPosixFilePermissions(nft, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process demo = start(Jdk.all().get(0), tools + ":" + System.getenv("PATH"));
        assertThat(exitCode(demo)).as(said()).isZero();
        assertThat(said())
                .matches(PEER)
                .matches(JVM)
                .doesNotMatch(NETWORK)
                .contains("(lost packets are left out: no network can be made for it here: netlink: Error: it is a"
                        + " test)");
    }

    @Test
    void cleansUpWhenInterrupted() throws Exception {
        Process demo = start(Jdk.all().get(0), System.getenv("PATH"));
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_LIMIT_SECONDS);
        while (!said().contains("Z CONNECT ") && System.nanoTime() < endNs) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(processes()).isNotEmpty();
        Command.run("kill", "-INT", Long.toString(demo.pid()));
        assertThat(exitCode(demo)).as(said()).isEqualTo(EXIT_CODE_OF_SIGINT);
    }

    private Process start(Jdk jdk, String path) throws IOException {
        // Who runs the tests in the background of a shell ignores SIGINT, and so would every child.
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT", DEMO.toString());
        builder.environment().put("JAVA_HOME", jdk.home().toString());
        builder.environment().put("PATH", path);
        builder.environment()
                .put("TMPDIR", Files.createDirectory(directory.resolve("tmp")).toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
    }

    private static int exitCode(Process demo) throws InterruptedException {
        if (!demo.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            demo.destroy();
            throw new IllegalStateException("the demo does not end");
        }
        return demo.exitValue();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    /** Without processes its network namespace is gone, too. */
    private List<String> processes() {
        String sign = directory.resolve("tmp").toString();
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(sign))
                .collect(Collectors.toList());
    }
}
