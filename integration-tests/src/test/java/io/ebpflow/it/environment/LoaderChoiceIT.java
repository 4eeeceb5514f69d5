// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Greeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad loader on the PATH is not the end: the copy in the jar is tried next. One that was named is the only one. */
class LoaderChoiceIT {

    private static final int CONNECTIONS = 5;

    @TempDir
    Path directory;

    private Path fake(String script) throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path loader = Files.writeString(bin.resolve("ebpflow-loader"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(loader, PosixFilePermissions.fromString("rwxr-xr-x"));
        return loader;
    }

    /** A loader that says which process it is, and stays. */
    private Path staying(String before) throws Exception {
        return fake("echo $$ > " + directory.resolve("pid") + "\n" + before + "\nexec sleep 60");
    }

    private void assertFakeIsGone() throws Exception {
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).trim());
        assertThat(ProcessHandle.of(pid)).as("the loader").isEmpty();
    }

    private void assertEmbeddedWorks(Jdk jdk, Path onPath, String more) throws Exception {
        String path = "PATH=" + onPath.getParent() + ":/usr/sbin:/usr/bin:/sbin:/bin";
        try (Talker talker =
                new Talker(new AgentJvm(jdk, directory).prefix("env", path).agent("jmx=false" + more))) {
            assertThat(talker.jvm().err()).anyMatch(line -> line.endsWith("(loader: embedded)"));
            talker.assertSeesItself(CONNECTIONS);
            talker.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void oneThatCrashesIsPassedOver(Jdk jdk) throws Exception {
        assertEmbeddedWorks(jdk, fake("exit 3"), "");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void oneThatHangsIsPassedOverAndEnded(Jdk jdk) throws Exception {
        // The time is for each loader, and the one in the jar needs some.
        assertEmbeddedWorks(jdk, staying(""), ",loader_timeout=6s");
        assertFakeIsGone();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void oneThatHangsUpAndStaysIsEnded(Jdk jdk) throws Exception {
        JvmRun run = new JvmRun(jdk, directory)
                .agent("wait=20s,loader=" + staying("dd bs=32 count=1 <&3 >/dev/null 2>&1; exec 3>&-"))
                .run(Greeter.class);

        Refused.assertOneError(run, "the loader ended without an answer: it closed the connection");
        assertFakeIsGone();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theApplicationDoesNotWaitForOneThatHangs(Jdk jdk) throws Exception {
        Path loader = staying("");
        try {
            long startNs = System.nanoTime();
            JvmRun run = new JvmRun(jdk, directory)
                    .agent("loader_timeout=60s,loader=" + loader)
                    .run(Greeter.class, "5000");

            assertThat(run.out()).isEqualTo(Greeter.GREETING);
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).allMatch(line -> line.startsWith("[ebpflow] INFO configuration: "));
            assertThat(System.nanoTime() - startNs).isLessThan(50_000_000_000L);
        } finally {
            // The real one ends itself: it has a time limit of its own.
            String pid = Files.readString(directory.resolve("pid")).trim();
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
