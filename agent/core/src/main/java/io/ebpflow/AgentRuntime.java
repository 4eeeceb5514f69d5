// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.attribution.AddressNames;
import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.attribution.NativeThreads;
import io.ebpflow.config.Config;
import io.ebpflow.config.ConfigParser;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.health.AgentLog;
import io.ebpflow.health.AgentStatus;
import io.ebpflow.kernel.AttachException;
import io.ebpflow.kernel.Attachment;
import io.ebpflow.kernel.KernelProblem;
import io.ebpflow.kernel.LoaderClient;
import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.process.OwnProcess;
import io.ebpflow.view.FlowView;
import io.ebpflow.view.jmx.SlowCalls;
import io.ebpflow.view.log.Logs;
import io.ebpflow.view.watch.WatchCommand;
import io.ebpflow.view.watch.WatchView;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/**
 * Brings the agent up, step by step, in the thread {@code ebpflow-start}, and takes it out again. Whatever fails, the
 * application runs on, and one line says what failed and what mends it.
 *
 * <p>Threading: {@link #start} is called once, by {@link io.ebpflow.loading.AgentEntry}; {@link #uninstall} by any thread.
 */
public final class AgentRuntime {
    /** What the boot module sets while an agent is in this JVM, so that a second one stays out. */
    private static final String ACTIVE_PROPERTY = "io.ebpflow.agent";

    private final Config config;
    private final Instrumentation instrumentation;
    private final File jar;
    private final OwnProcess process;
    private final Logs logs;
    private final AgentLog log;
    private final SlowCalls slowCalls = new SlowCalls();
    private final Thread endHook;
    private final WatchView watches;
    private final AtomicReference<Consumer<String>> commands;
    private final JmxRegistration jmx;
    private volatile Agent agent;
    private volatile String problem;
    private volatile AgentStatus.State state = AgentStatus.State.STARTING;
    private boolean isUninstalled;

    private AgentRuntime(
            Config config,
            Instrumentation instrumentation,
            File jar,
            boolean isForWatches,
            AtomicReference<Consumer<String>> commands) {
        this.config = config;
        this.instrumentation = instrumentation;
        this.jar = jar;
        process = OwnProcess.ofThis(config.containers());
        logs = Logs.open(config, instrumentation, process::facts);
        watches =
                new WatchView(isForWatches, () -> new EbpflowThread("leave", this::uninstall).start(), process::facts);
        log = isForWatches ? watches.log() : logs.agentLog();
        this.commands = commands;
        endHook = new EbpflowThread("end", this::flush);
        jmx = new JmxRegistration(new JmxAnswers(this), () -> endHook.getState() != Thread.State.NEW, log);
    }

    /**
     * Starts the agent.
     *
     * @param instrumentation of this JVM
     * @param arguments as given after {@code -javaagent:ebpflow.jar=}, or null
     * @param jar the agent's own jar
     * @param isLive true when attached to a running JVM
     * @param attached to be run once as soon as flows are seen and hooks are in, or will never be: it releases an
     *     application that asked to {@code wait}
     * @param commands is told who takes commands of the command line
     */
    public static void start(
            Instrumentation instrumentation,
            String arguments,
            File jar,
            boolean isLive,
            Runnable attached,
            AtomicReference<Consumer<String>> commands) {
        WatchCommand watch = WatchCommand.of(arguments);
        Config config = ConfigParser.parse(watch == null ? arguments : watch.options(), jar);
        if (!config.enabled()) {
            attached.run();
            System.clearProperty(ACTIVE_PROPERTY);
            return;
        }
        AgentRuntime runtime = new AgentRuntime(config, instrumentation, jar, watch != null, commands);
        if (watch != null && !runtime.connect(watch)) {
            return;
        }
        config.problems().forEach(runtime.log::warn);
        config.changes().ifPresent(runtime.log::info);
        try {
            runtime.attach();
            runtime.installHooks();
        } finally {
            attached.run();
        }
        if (watch != null && runtime.agent == null) {
            runtime.uninstall();
            return;
        }
        commands.set(runtime::command);
        runtime.watches.ready();
        runtime.showInJmx(isLive);
    }

    /**
     * Before anything else, so that those for whom the agent is started hear of everything.
     *
     * @return false: they have gone already
     */
    private boolean connect(WatchCommand watch) {
        String nativeProblem = loadNative();
        if (nativeProblem != null) {
            throw new IllegalStateException(nativeProblem);
        }
        try {
            return watches.add(watch);
        } catch (IOException e) {
            uninstall();
            return false;
        }
    }

    /** A command of the command line. Who gets no answer asks again, and may find another agent then. */
    private void command(String command) {
        WatchCommand watch = WatchCommand.of(command);
        if (watch == null) {
            uninstall();
            return;
        }
        try {
            if (agent != null) {
                watches.add(watch);
            } else {
                refuse(watch);
            }
        } catch (IOException e) {
            return; // it has gone, or had its answer
        }
    }

    /** Not while {@link #uninstall} lets go of JNA. */
    private synchronized void refuse(WatchCommand watch) throws IOException {
        if (!isUninstalled && problem != null && loadNative() == null) {
            WatchView.refuse(watch, problem);
        }
    }

    private String loadNative() {
        return config.nativeDir() == null ? JnaLoader.load() : JnaLoader.load(config.nativeDir());
    }

    private void attach() {
        try {
            begin();
            state = AgentStatus.State.RUNNING;
        } catch (AttachException e) {
            off(e.getMessage());
        } catch (Throwable e) { // ours: the application has nothing to do with it
            off("no flows can be seen, an error of ebpflow itself: " + e);
        }
    }

    private void off(String why) {
        problem = why;
        state = AgentStatus.State.OFF;
        log.error(why);
    }

    private void begin() throws AttachException, IOException, ReflectiveOperationException {
        String nativeProblem = loadNative();
        if (nativeProblem != null) {
            throw new AttachException(KernelProblem.NO_NATIVE_DIR, nativeProblem);
        }
        new EbpflowThread("warm-up", new WarmUp()).start();
        process.refresh(System.nanoTime());
        new EbpflowThread("container", process::askRuntime).start();
        Attachment attachment = new LoaderClient(config, jar).attach();
        List<FlowView> views = Views.all(config, process, logs, slowCalls, watches, this::version, log);
        NativeThreads nativeThreads = NativeThreads.find(instrumentation);
        Optional.ofNullable(AddressNames.find(instrumentation)).ifPresent(log::warn);
        Agent started = new Agent(
                attachment, nativeThreads, Pauses.find(instrumentation), process, config, views, log, instrumentation);
        started.start();
        agent = started;
        Runtime.getRuntime().addShutdownHook(endHook);
        log.info("flows are seen: " + attachment.signals() + " (loader: " + attachment.loader() + ")");
    }

    private void installHooks() {
        if (agent != null) {
            agent.installHooks();
        }
    }

    private void showInJmx(boolean isLive) {
        if (config.jmx()) {
            jmx.register(isLive, this::useManagement);
        }
    }

    private void useManagement() {
        Agent running = agent;
        if (running != null) {
            running.pipeline().pauses().useManagement();
        }
    }

    /** The JVM ends: what was seen is shown. */
    private void flush() {
        Agent running = agent;
        if (running != null && running.flush()) {
            running.closeViews();
            logs.close();
        }
    }

    /** Leaves the JVM as it was. The bridge's few classes stay, without effect. */
    synchronized void uninstall() {
        Agent running = agent;
        if (isUninstalled) {
            return;
        }
        isUninstalled = true;
        commands.set(null);
        agent = null;
        state = AgentStatus.State.OFF;
        process.close();
        if (running != null) {
            running.stop();
        }
        jmx.close();
        try {
            Runtime.getRuntime().removeShutdownHook(endHook);
        } catch (IllegalStateException e) {
            return; // the JVM ends: the hook does the rest
        }
        log.info("uninstalled");
        logs.close();
        System.clearProperty(ACTIVE_PROPERTY);
        watches.farewell("bye uninstalled");
        if (!JnaLoader.end()) {
            LateRelease.start(running);
        }
    }

    /** Of this jar. */
    String version() {
        try (JarFile agentJar = new JarFile(jar)) {
            String version = agentJar.getManifest().getMainAttributes().getValue("Implementation-Version");
            return version == null ? "unknown" : version;
        } catch (IOException e) {
            return "unknown"; // replaced or removed while we run
        }
    }

    /** Null: flows are not seen. */
    Agent agent() {
        return agent;
    }

    SlowCalls slowCalls() {
        return slowCalls;
    }

    AgentStatus.State state() {
        return state;
    }

    /** Why flows are not seen; null: they are, or we are uninstalled. */
    String problem() {
        return problem;
    }
}
