// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import io.ebpflow.it.Command;
import io.ebpflow.it.FlowLog;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code java -jar ebpflow.jar} in a process of its own.
 *
 * <p>Threading: confined to the test.
 */
final class CommandLineRun implements AutoCloseable {

    /** What a step may take on two busy cores. */
    static final int LIMIT_SECONDS = 60;

    private static final int POLL_MS = 20;

    private final Process process;
    private final Path out;
    private final Path err;
    private final FlowLog flows;

    private CommandLineRun(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
        flows = new FlowLog(out);
    }

    /** Starts it in a directory for its files: two at once need two. */
    static CommandLineRun start(Jdk jdk, Path directory, String... arguments) throws IOException {
        return start(jdk, directory, List.of(), arguments);
    }

    static CommandLineRun start(Jdk jdk, Path directory, List<String> options, String... arguments) throws IOException {
        return start(List.of(), jdk, directory, options, arguments);
    }

    /** By another program: {@code "setpriv", "--reuid=65534"}. */
    static CommandLineRun start(List<String> prefix, Jdk jdk, Path directory, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        // Who runs the tests in the background of a shell ignores SIGINT, and so would every child.
        command.addAll(List.of("env", "--default-signal=INT"));
        command.add(jdk.program("java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JvmRun.agentJar().toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "cli", ".out");
        Path err = Files.createTempFile(directory, "cli", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EBPFLOW_") || name.endsWith("_OPTIONS"));
        return new CommandLineRun(builder.start(), out, err);
    }

    /** Waits until it has said that it sees flows. */
    CommandLineRun awaitReady() throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (err().stream().noneMatch(line -> line.contains("watching JVM"))) {
            if (System.nanoTime() > deadlineNs || !process.isAlive()) {
                throw new AssertionError("it does not watch: " + err());
            }
            Thread.sleep(POLL_MS);
        }
        return this;
    }

    /** Waits for so many events. */
    List<Map<String, Object>> awaitEvents(String type, int count) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (events(type) < count) {
            if (System.nanoTime() > deadlineNs || !process.isAlive()) {
                throw new AssertionError(events(type) + " events " + type + " instead of " + count + ": " + err());
            }
            Thread.sleep(POLL_MS);
        }
        return flows.events();
    }

    private long events(String type) {
        return flows.events().stream()
                .filter(event -> type.equals(event.get("event")))
                .count();
    }

    List<Map<String, Object>> events() {
        return flows.events();
    }

    void signal(String name) throws Exception {
        Command.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** Waits for the end; returns the exit code. */
    int exitCode() throws Exception {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + err());
        }
        return process.exitValue();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    List<String> err() throws IOException {
        return Files.readAllLines(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
