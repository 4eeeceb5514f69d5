// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.config.Config;
import io.ebpflow.flow.EventFilter;
import io.ebpflow.health.AgentLog;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.view.FlowView;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent's output as the options {@code logging}, {@code format}, {@code file} and {@code flows} want it: one log for
 * what the agent says about itself, and the view that shows flows as lines.
 *
 * <p>The agent's own words go to standard error in any case but {@code logging=off}: that the application's logging never
 * came up is among them.
 *
 * <p>Threading: thread-safe; the view is the view thread's.
 */
public final class Logs implements AutoCloseable {
    private final AgentLog agentLog;
    private final FlowView flowView;
    private final OwnLogback logback;

    private Logs(AgentLog agentLog, FlowView flowView, OwnLogback logback) {
        this.agentLog = agentLog;
        this.flowView = flowView;
        this.logback = logback;
    }

    /**
     * Opens what the configuration asks for; what cannot be opened is told and replaced by standard error.
     *
     * @param facts about this JVM, the same object as long as nothing was read again
     */
    public static Logs open(Config config, Instrumentation instrumentation, Supplier<JvmFacts> facts) {
        if (config.logging() == Config.Logging.OFF) {
            return new Logs(new SilentLog(), null, null);
        }
        OwnLogback logback = new OwnLogback();
        LineSink sink;
        if (config.logging() == Config.Logging.APPLICATION) {
            sink = new ApplicationSink(() -> ApplicationSlf4j.find(instrumentation), System::nanoTime, logback);
        } else {
            logback.showFlowsIn(config.file());
            sink = new OwnSink(logback);
        }
        return new Logs(logback, new LogView(EventFilter.of(config.flows()), format(config, facts), sink), logback);
    }

    private static LineFormat format(Config config, Supplier<JvmFacts> facts) {
        switch (config.format()) {
            case JSON:
                return LineFormat.json(facts);
            case EBPFFLOW:
                return LineFormat.ebpfflow(facts);
            default:
                return config.verbose() ? LineFormat.verbose(facts) : LineFormat.text();
        }
    }

    /** What the agent says about itself. */
    public AgentLog agentLog() {
        return agentLog;
    }

    /** Shows flows as lines; empty with {@code logging=off}. To be closed before this. */
    public Optional<FlowView> flowView() {
        return Optional.ofNullable(flowView);
    }

    @Override
    public void close() {
        if (logback != null) {
            logback.close();
        }
    }

    /** {@code logging=off}. */
    private static final class SilentLog implements AgentLog {
        @Override
        public void info(String line) {
            // Nobody wants to hear it.
        }

        @Override
        public void warn(String line) {
            // Nobody wants to hear it.
        }

        @Override
        public void error(String line) {
            // Nobody wants to hear it.
        }
    }
}
