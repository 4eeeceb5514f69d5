// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.attribution.NativeThreads;
import io.ebpflow.config.Config;
import io.ebpflow.config.ConfigParser;
import io.ebpflow.health.AgentLog;
import io.ebpflow.kernel.AttachException;
import io.ebpflow.kernel.Attachment;
import io.ebpflow.kernel.LoaderClient;
import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.view.FlowView;
import io.ebpflow.view.log.Logs;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the agent up, step by step, in the thread {@code ebpflow-start}. Whatever fails, the application runs on, and
 * one line says what failed and what mends it.
 *
 * <p>Threading: {@link #start} is called once, by {@link io.ebpflow.loading.AgentEntry}.
 */
public final class AgentRuntime {
    private AgentRuntime() {}

    /**
     * Starts the agent.
     *
     * @param instrumentation of this JVM
     * @param arguments as given after {@code -javaagent:ebpflow.jar=}, or null
     * @param jar the agent's own jar
     * @param isLive true when attached to a running JVM
     * @param attached to be run once as soon as flows are seen, or will never be: it releases an application that asked
     *     to {@code wait}
     */
    public static void start(
            Instrumentation instrumentation, String arguments, File jar, boolean isLive, Runnable attached) {
        Config config = ConfigParser.parse(arguments, jar);
        Logs logs = Logs.open(config, instrumentation);
        AgentLog log = logs.agentLog();
        config.problems().forEach(log::warn);
        config.changes().ifPresent(log::info);
        Agent agent = null;
        try {
            if (!config.enabled()) {
                return;
            }
            agent = attach(config, jar, instrumentation, logs);
        } catch (AttachException e) {
            log.error(e.getMessage());
        } catch (Throwable e) {
            log.error("ebpflow is off, an error of its own: " + e);
        } finally {
            attached.run();
        }
        if (agent != null) {
            agent.installHooks();
        }
    }

    private static Agent attach(Config config, File jar, Instrumentation instrumentation, Logs logs)
            throws AttachException, IOException, ReflectiveOperationException {
        String nativeProblem =
                config.nativeDir() == null ? JnaLoader.load() : JnaLoader.load(config.nativeDir());
        if (nativeProblem != null) {
            logs.agentLog().error(nativeProblem);
            return null;
        }
        Attachment attachment = new LoaderClient(config, jar).attach();
        List<FlowView> views = new ArrayList<>();
        logs.flowView().ifPresent(views::add);
        NativeThreads nativeThreads = NativeThreads.find(instrumentation);
        Agent agent =
                new Agent(attachment, nativeThreads, config.snapshotNs(), views, logs.agentLog(), instrumentation);
        agent.start();
        Runtime.getRuntime().addShutdownHook(new EbpflowThread("end", agent::flush));
        logs.agentLog().info("flows are seen: " + attachment.signals() + " (loader: " + attachment.loader() + ")");
        return agent;
    }
}
