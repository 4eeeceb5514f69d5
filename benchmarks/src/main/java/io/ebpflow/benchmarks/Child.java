// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that is measured. Ended by force when it takes too long.
 *
 * <p>Threading: confined to main.
 */
final class Child implements AutoCloseable {
    private static final long LIMIT_S = 60;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final Path errors;

    private Child(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
    }

    /**
     * Starts {@code JAVA OPTIONS -cp CLASSES MAIN ARGUMENTS}.
     *
     * @param errors file that gets its standard error
     */
    static Child start(Path java, List<String> options, Path errors, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        // Ours alone: the agent would find itself on the class path, the wrong way.
        String classes =
                main.getProtectionDomain().getCodeSource().getLocation().getPath();
        command.addAll(List.of("-cp", classes, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("EBPFLOW_") || name.matches(".*JAVA_(TOOL_)?OPTIONS"));
        Child child = new Child(builder.start(), errors);
        Thread guard = new Thread(child::endAfterLimit, "guard");
        guard.setDaemon(true);
        guard.start();
        return child;
    }

    private void endAfterLimit() {
        try {
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    long pid() {
        return process.pid();
    }

    /** Sends a line and reads the numbers of the answer. */
    Map<String, Double> ask(long number) throws IOException {
        in.write(number + "\n");
        in.flush();
        Map<String, Double> values = new HashMap<>();
        for (String pair : readLine().split(" ")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
        }
        return values;
    }

    /** @throws IOException if there is none: the child has ended */
    String readLine() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the measured JVM ended or took more than " + LIMIT_S + " s: " + said());
        }
        return line;
    }

    /** Leaves it the last CPU alone: the first has the interrupts. */
    void pin() throws IOException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", Integer.toString(last), Long.toString(pid()))
                .redirectErrorStream(true)
                .start();
        String answer = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!answer.contains("new affinity")) {
            throw new IOException("taskset cannot pin the measured JVM: " + answer);
        }
    }

    /** Waits for its end. */
    void await() throws InterruptedException {
        process.waitFor();
    }

    /**
     * A benchmark of an agent that is not there would look very good.
     *
     * @throws IllegalStateException if the agent does not do what the variant is about
     */
    void check(Variant variant) throws IOException {
        if (!said().contains(variant.says())) {
            throw new IllegalStateException(
                    variant.name() + ": the agent has to say \"" + variant.says() + "\", it said: " + said());
        }
    }

    private String said() throws IOException {
        return Files.readString(errors).strip();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        out.close();
    }
}
