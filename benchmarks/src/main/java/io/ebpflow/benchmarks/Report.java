// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a benchmark says: on standard output and in {@code target/NAME.txt}.
 *
 * <p>Threading: confined to main.
 */
final class Report implements AutoCloseable {
    private final PrintStream file;

    Report(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        file = new PrintStream(Files.newOutputStream(directory.resolve(name + ".txt")), true, StandardCharsets.UTF_8);
    }

    /** Lines that stand for themselves. */
    void say(Object text) {
        String lines = text.toString().stripTrailing();
        System.out.println(lines);
        file.println(lines);
    }

    @Override
    public void close() {
        file.close();
    }
}
