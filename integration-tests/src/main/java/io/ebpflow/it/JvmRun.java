// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of a JDK to its end and keeps what it said.
 *
 * <p>Threading: confined to the test.
 */
public final class JvmRun {

    /** A JVM with the agent takes two seconds on a busy two-core machine; a hung one must not stop the build. */
    private static final int TIME_LIMIT_SECONDS = 120;

    private static final Path REPOSITORY = Path.of(System.getProperty("ebpflow.test.repository", ".."))
            .toAbsolutePath()
            .normalize();

    private final Jdk jdk;
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private final List<String> options = new ArrayList<>();

    private int exitCode;
    private String out;
    private List<String> err;

    /**
     * Prepares a run.
     *
     * @param jdk to run it with
     * @param directory where it runs, and where its output is kept
     */
    public JvmRun(Jdk jdk, Path directory) {
        this.jdk = jdk;
        this.directory = directory;
    }

    /** The jar that the build has made. */
    public static Path agentJar() {
        Path jar = REPOSITORY.resolve("agent/dist/target/ebpflow.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: build it with ./run build");
        }
        return jar;
    }

    /** Runs it by another program: {@code "setpriv", "--reuid=65534"}. */
    public JvmRun prefix(String... command) {
        prefix.addAll(List.of(command));
        return this;
    }

    /** The loader that the build has made, for the machine it runs on. */
    public static Path loader() {
        Path loader = REPOSITORY.resolve("native/target/ebpflow-loader");
        if (!Files.exists(loader)) {
            throw new IllegalStateException(loader + " is missing: build it with ./run build");
        }
        return loader;
    }

    /** Adds an option of the JVM. */
    public JvmRun option(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Adds the agent with its arguments; "" is none. */
    public JvmRun agent(String arguments) {
        return option("-javaagent:" + agentJar() + (arguments.isEmpty() ? "" : "=" + arguments));
    }

    /** Sets a variable of the environment. */
    public JvmRun variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs an application from the test's own classes. */
    public JvmRun run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-cp", classPathOf(main), main.getName()));
        command.addAll(List.of(arguments));
        return runWith(command);
    }

    /** Runs what the arguments name, after the options: {@code -cp a.jar a.Main}. */
    public JvmRun runWith(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(options);
        command.addAll(arguments);
        return run("java", command);
    }

    /** Runs any program of the JDK. */
    public JvmRun run(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(jdk.program(program).toString());
        command.addAll(arguments);
        File outFile = directory.resolve("out.txt").toFile();
        File errFile = directory.resolve("err.txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(outFile)
                .redirectError(errFile);
        cleanEnvironment(builder);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running after " + TIME_LIMIT_SECONDS + " s: " + command);
            }
        } finally {
            process.destroyForcibly();
        }
        exitCode = process.exitValue();
        out = Files.readString(outFile.toPath());
        err = Files.readAllLines(errFile.toPath());
        return this;
    }

    /** Takes out what the developer's shell or CI sets for every JVM: it would show in the output. */
    static void cleanEnvironment(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("EBPFLOW_") || name.endsWith("_OPTIONS"));
    }

    static String classPathOf(Class<?> main) {
        return main.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** The exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** Standard output as it is. */
    public String out() {
        return out;
    }

    /** Standard error, line by line. */
    public List<String> err() {
        return err;
    }
}
