// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.JvmRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ebpflow-loader --broker}, run by root.
 *
 * <p>Threading: confined to the test.
 */
final class Broker implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;
    private static final int POLL_MS = 10;

    private final Process process;

    /**
     * Starts it and waits until it listens.
     *
     * @param socket where, as it sees the file system, which may be another than ours
     * @param prefix runs the broker
     */
    Broker(String socket, String... prefix) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(JvmRun.loader().toString(), "--broker", socket));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        await(Path.of("/proc/" + process.pid() + "/root" + socket));
    }

    private void await(Path socket) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!Files.exists(socket)) {
            if (System.nanoTime() > deadlineNs || !process.isAlive()) {
                close();
                throw new AssertionError("no broker at " + socket + "; this test has to be run as root");
            }
            Thread.sleep(POLL_MS);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** As by a crash: the socket's file stays. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        // The one in a pid namespace goes with the program that made it.
        process.destroyForcibly();
    }
}
