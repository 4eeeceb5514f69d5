// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.name;

import io.ebpflow.it.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

/**
 * A hosts file in the place of the system's resolver ({@code jdk.net.hosts.file}): no question leaves the machine. As a named
 * pipe it answers when the test says so.
 *
 * <p>Threading: confined to the test.
 */
final class Hosts {

    private final Path file;

    private Hosts(Path file) {
        this.file = file;
    }

    /** @param lines as in hosts(5) */
    static Hosts file(Path file, String... lines) throws IOException {
        Files.write(file, java.util.List.of(lines));
        return new Hosts(file);
    }

    static Hosts pipe(Path file) throws IOException, InterruptedException {
        Command.run("mkfifo", file.toString());
        return new Hosts(file);
    }

    /** What makes a JVM use it. */
    String option() {
        return "-Djdk.net.hosts.file=" + file;
    }

    /**
     * Answers the next question, so long after it was asked.
     *
     * @return nanoseconds from the moment at which the question had been asked for certain to the answer
     */
    FutureTask<Long> answer(int delayMs, String line) {
        FutureTask<Long> answered = new FutureTask<>(() -> {
            try (java.io.OutputStream out = Files.newOutputStream(file)) { // waits for a reader
                long askedNs = System.nanoTime();
                Thread.sleep(delayMs);
                long delayNs = System.nanoTime() - askedNs;
                out.write((line + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                return delayNs;
            }
        });
        Thread thread = new Thread(answered, "hosts");
        thread.setDaemon(true);
        thread.start();
        return answered;
    }
}
