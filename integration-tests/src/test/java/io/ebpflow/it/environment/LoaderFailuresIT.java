// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Greeter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loaders that are missing, crash, hang or speak another language: the application runs on, one line says why. */
class LoaderFailuresIT {

    /** struct ebpflow_reply, of a release that this test makes up. */
    private static final int REPLY_BYTES = 4_128;

    private static final int MAGIC = 0x464c4f57;
    private static final int BAD_REQUEST = 1;

    @TempDir
    Path directory;

    private Path fake(String script) throws Exception {
        Path loader = Files.writeString(directory.resolve("fake-loader"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(loader, PosixFilePermissions.fromString("rwxr-xr-x"));
        return loader;
    }

    private JvmRun run(Jdk jdk, Path loader, String more) throws Exception {
        return new JvmRun(jdk, directory)
                .agent("wait=20s,loader=" + loader + more)
                .run(Greeter.class);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderThatIsNotThere(Jdk jdk) throws Exception {
        Path nowhere = directory.resolve("nowhere");

        Refused.assertOneError(
                run(jdk, nowhere, ""), nowhere.toString(), "does not exist", "correct the option loader");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderThatIsNoProgram(Jdk jdk) throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "no program");

        Refused.assertOneError(run(jdk, text, ""), text.toString(), "not executable");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderThatGivesUp(Jdk jdk) throws Exception {
        Refused.assertOneError(run(jdk, fake("exit 3"), ""), "ended without an answer: exit code 3", "--probe");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderThatIsKilled(Jdk jdk) throws Exception {
        Refused.assertOneError(
                run(jdk, fake("kill -KILL $$"), ""), "ended without an answer: signal 9", "memory limit");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderThatHangsIsEnded(Jdk jdk) throws Exception {
        Path pid = directory.resolve("pid");
        long startNs = System.nanoTime();
        JvmRun run = run(jdk, fake("echo $$ > " + pid + "\nexec sleep 60"), ",loader_timeout=2s");

        Refused.assertOneError(run, "did not answer within 2000 ms", "loader_timeout=");
        assertThat(System.nanoTime() - startNs).isLessThan(50_000_000_000L);
        long loader = Long.parseLong(Files.readString(pid).trim());
        assertThat(ProcessHandle.of(loader)).as("the loader").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderOfALaterReleaseThatRefuses(Jdk jdk) throws Exception {
        String cause = "agent has protocol 1, loader has 2";
        Path loader = answering(reply(2, 1, BAD_REQUEST, cause));

        Refused.assertOneError(run(jdk, loader, ""), "of different releases: " + cause, "setcap cap_bpf");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderWhoseRecordsAreOthers(Jdk jdk) throws Exception {
        Path loader = answering(reply(1, 7, 0, "tcp_connect=tp_btf"));

        Refused.assertOneError(run(jdk, loader, ""), "of different releases: ", "loader has 1 and 7");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLoaderThatSpeaksAnotherLanguage(Jdk jdk) throws Exception {
        Path loader = answering(ByteBuffer.wrap(new byte[23]));

        Refused.assertOneError(run(jdk, loader, ""), "of different releases: it answered 23 bytes");
    }

    private static ByteBuffer reply(int protocol, int layout, int status, String text) {
        ByteBuffer reply = ByteBuffer.allocate(REPLY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        reply.putInt(MAGIC).putInt(protocol).putInt(layout).putInt(status);
        for (int i = 0; i < text.length(); i++) {
            reply.put(32 + i, (byte) text.charAt(i));
        }
        return reply;
    }

    /** Reads the request first: closing a socket with unread data discards the answer. */
    private Path answering(ByteBuffer answer) throws Exception {
        Path bytes = Files.write(directory.resolve("answer"), answer.array());
        return fake("dd bs=32 count=1 <&3 >/dev/null 2>&1\ncat " + bytes + " >&3");
    }
}
