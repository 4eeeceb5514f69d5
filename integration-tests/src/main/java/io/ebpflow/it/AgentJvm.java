// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import com.sun.tools.attach.VirtualMachine;
import io.ebpflow.it.app.Gate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A workload that runs in a JVM of its own under the agent, and takes turns with the test (see {@link Gate}):
 *
 * <pre>
 *   try (AgentJvm jvm = new AgentJvm(jdk, directory).start(Connector.class)) { // flows are seen, hooks are in
 *       jvm.go("connect ::1 4711");                   // one line to the workload
 *       List&lt;String&gt; said = jvm.awaitPause("done");   // its lines until it pauses there
 *       List&lt;Map&lt;String, Object&gt;&gt; seen = jvm.nextEvents(46);
 *       assertThat(jvm.finish()).isEmpty();           // what no nextEvents() has asked for
 *   }
 * </pre>
 *
 * Every wait has a limit. Numbers in events are Long.
 *
 * <p>Threading: confined to the test.
 */
public final class AgentJvm implements AutoCloseable {

    /** What a step may take on two busy cores; a good run needs a hundredth. */
    public static final int TIME_LIMIT_SECONDS = 60;

    private static final int POLL_MS = 10;

    private final Jdk jdk;
    private final Path errors;
    private static final Set<String> EXCHANGE_EVENTS = Set.of("exchange", "udp", "slow");

    private final FlowLog flows;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final StringBuilder arguments;
    private boolean hasAgent = true;
    private Path jar = JvmRun.agentJar();
    private Process process;
    private ProcessLines output;
    private BufferedWriter input;
    private int taken;

    /**
     * Prepares a JVM; the agent writes all events, without periodic snapshots.
     *
     * @param directory for its files; two JVMs of one test need two
     */
    public AgentJvm(Jdk jdk, Path directory) {
        this.jdk = jdk;
        errors = directory.resolve("err.txt");
        flows = new FlowLog(directory.resolve("flows.json"));
        arguments =
                new StringBuilder("wait=30s,loader_timeout=30s,flows=all,format=json,snapshot=0,file=" + flows.path());
    }

    /** Adds arguments of the agent; a key that is there already is overridden. */
    public AgentJvm agent(String more) {
        arguments.append(',').append(more);
        return this;
    }

    /** Starts another jar than the one that the build has made. */
    public AgentJvm jar(Path other) {
        jar = other;
        return this;
    }

    /** Starts without the agent: it is attached later, with {@link #arguments()}. */
    public AgentJvm withoutAgent() {
        hasAgent = false;
        return this;
    }

    /** Starts without the agent, for {@link #attach}. */
    public AgentJvm forAttach() {
        if (jdk.release() >= 21) {
            option("-XX:+EnableDynamicAgentLoading"); // without it the JVM warns of the attach itself
        }
        return withoutAgent();
    }

    /** Attaches the agent; the workload has yet to wait for its hooks. */
    public void attach() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            machine.loadAgent(JvmRun.agentJar().toString(), arguments());
        } finally {
            machine.detach();
        }
    }

    /** Adds options of the JVM. */
    public AgentJvm option(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Runs it by another program: {@code "ip", "netns", "exec", "name"}. */
    public AgentJvm prefix(String... command) {
        prefix.addAll(List.of(command));
        return this;
    }

    /** Runs it before all others: its account of times is compared, and must not be that of a busy machine. */
    public AgentJvm urgent() {
        return prefix(Urgent.prefix());
    }

    /** The agent's arguments. */
    public String arguments() {
        return arguments.toString();
    }

    /**
     * Starts the workload and waits until it may go: flows are seen and hooks are in.
     *
     * @throws AssertionError if the agent does not see flows: a test that the kernel refuses fails
     */
    public AgentJvm start(Class<?> main, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(jdk.program("java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-Xmx64m", "-cp", JvmRun.classPathOf(main)));
        command.addAll(options);
        if (hasAgent) {
            command.add("-javaagent:" + jar + "=" + arguments);
        }
        command.add(main.getName());
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        JvmRun.cleanEnvironment(builder);
        process = builder.start();
        input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        output = new ProcessLines(process);
        awaitPause(Gate.READY);
        if (hasAgent) {
            assertSeesFlows();
        }
        return this;
    }

    /** Fails unless the agent says that it sees flows, and nothing bad. */
    public void assertSeesFlows() throws IOException {
        if (err().stream().noneMatch(line -> line.contains("flows are seen: "))
                || err().stream().anyMatch(line -> !line.contains("ebpflow") || line.contains("hook"))) {
            throw failure("the agent does not see all it should");
        }
    }

    /** Lets the workload go on. */
    public void go() throws IOException {
        go("");
    }

    /** Lets the workload go on with a line for it. */
    public void go(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Waits until the workload pauses there; returns what it reported before. */
    public List<String> awaitPause(String name) throws InterruptedException {
        List<String> said = new ArrayList<>();
        while (true) {
            String line = output.next(TIME_LIMIT_SECONDS);
            if (line == null) {
                throw failure("no pause " + name + (process.isAlive() ? " in time" : "") + ", it said " + said);
            }
            if (line.equals(Gate.PAUSE + name)) {
                return said;
            }
            said.add(line);
        }
    }

    /** Every event so far. */
    public List<Map<String, Object>> events() {
        return flows.events();
    }

    /** Every event of a type so far. */
    public List<Map<String, Object>> events(String type) {
        return events().stream()
                .filter(event -> event.get("event").equals(type))
                .collect(Collectors.toList());
    }

    /** Waits for so many events of a type, counted from the start; may return more. */
    public List<Map<String, Object>> awaitEvents(String type, int count) throws InterruptedException {
        return await(() -> events(type), count, "of type " + type);
    }

    /** How many records of a type were counted as lost so far: the newest health event has the totals. */
    public long lost(String what) {
        List<Map<String, Object>> health = events("health");
        Object count = health.isEmpty()
                ? null
                : ((Map<?, ?>) health.get(health.size() - 1).get("lost_records")).get(what);
        return count == null ? 0 : (Long) count;
    }

    /** Every event so far about flows as such: exchanges come in between them, and have tests of their own. */
    public List<Map<String, Object>> flowEvents() {
        return events().stream()
                .filter(event -> !EXCHANGE_EVENTS.contains(event.get("event")))
                .collect(Collectors.toList());
    }

    /** Waits for the next {@link #flowEvents} that no call of this method has returned before, and returns exactly so many. */
    public List<Map<String, Object>> nextEvents(int count) throws InterruptedException {
        int from = taken;
        List<Map<String, Object>> all = await(this::flowEvents, from + count, "beyond the first " + from);
        taken = from + count;
        return all.subList(from, taken);
    }

    private List<Map<String, Object>> await(EventSource source, int count, String which) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIME_LIMIT_SECONDS);
        List<Map<String, Object>> found = source.get();
        while (found.size() < count) {
            if (System.nanoTime() > deadlineNs) {
                throw failure("waited for " + count + " events " + which + ", there are " + found.size());
            }
            Thread.sleep(POLL_MS);
            found = source.get();
        }
        return found;
    }

    /**
     * Lets the workload end, and expects it to end well and quietly.
     *
     * @return the {@link #flowEvents} that no {@link #nextEvents} has returned
     */
    public List<Map<String, Object>> finish() throws IOException, InterruptedException {
        go("end");
        input.close();
        if (!process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw failure("it does not end");
        }
        if (process.exitValue() != 0 || err().stream().anyMatch(line -> !line.contains("ebpflow"))) {
            throw failure("it ended with " + process.exitValue());
        }
        List<Map<String, Object>> all = flowEvents();
        return all.subList(taken, all.size());
    }

    /** Its process, or that of the program that runs it. */
    public Process process() {
        return process;
    }

    /** Standard error so far, line by line. */
    public List<String> err() throws IOException {
        return Files.readAllLines(errors);
    }

    private AssertionError failure(String what) {
        try {
            return new AssertionError(what + "\nits errors: " + String.join("\n  ", err()) + "\nits events:\n  "
                    + events().stream().map(Object::toString).collect(Collectors.joining("\n  ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, however it stands. */
    @Override
    public void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Lines so far. */
    private interface EventSource {
        List<Map<String, Object>> get();
    }
}
