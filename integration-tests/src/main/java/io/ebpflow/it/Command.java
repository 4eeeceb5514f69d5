// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of the system.
 *
 * <p>Threading: stateless.
 */
public final class Command {

    private static final int TIME_LIMIT_SECONDS = 60;

    private Command() {}

    /**
     * Runs it to its end.
     *
     * @return what it said on standard output
     * @throws IllegalStateException if it fails, or does not end
     */
    public static String run(String... words) throws IOException, InterruptedException {
        Path said = Files.createTempFile("command", ".txt");
        Path complaint = Files.createTempFile("command", ".txt");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(complaint.toFile())
                    .redirectOutput(said.toFile())
                    .start();
            process.getOutputStream().close();
            boolean hasEnded = process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(said, StandardCharsets.UTF_8);
            if (!hasEnded || process.exitValue() != 0) {
                throw new IllegalStateException(List.of(words)
                        + (hasEnded ? ": " : " does not end: ")
                        + text
                        + Files.readString(complaint, StandardCharsets.UTF_8));
            }
            return text;
        } finally {
            Files.delete(said);
            Files.delete(complaint);
        }
    }
}
