// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a process says on standard output, line by line.
 *
 * <p>Threading: read by a thread of its own; {@link #next} is the test's.
 */
final class ProcessLines {

    /** Not a line that anything would say. */
    private static final String END = "\0";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    ProcessLines(Process process) {
        Thread reader = new Thread(() -> read(process), "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process process) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output is lost: " + e);
        } finally {
            lines.add(END);
        }
    }

    /** The next line; null at the end, or if none comes in this time. */
    String next(int seconds) throws InterruptedException {
        String line = lines.poll(seconds, TimeUnit.SECONDS);
        return END.equals(line) ? null : line;
    }
}
