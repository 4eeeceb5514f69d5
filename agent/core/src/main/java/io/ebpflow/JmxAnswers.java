// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.attribution.KnownThread;
import io.ebpflow.attribution.ThreadRow;
import io.ebpflow.flow.EndpointRow;
import io.ebpflow.flow.FlowCounts;
import io.ebpflow.flow.FlowRow;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.flow.RequestRow;
import io.ebpflow.flow.WallClock;
import io.ebpflow.health.AgentStatus;
import io.ebpflow.view.jmx.JmxSource;
import io.ebpflow.view.jmx.SlowCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/**
 * What JMX wants to know, asked of the reader thread. Without one, because the kernel refused, tables are empty.
 *
 * <p>Threading: thread-safe.
 */
final class JmxAnswers implements JmxSource {
    private final AgentRuntime runtime;

    JmxAnswers(AgentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public AgentStatus status() throws TimeoutException {
        Agent agent = runtime.agent();
        Map<String, String> signals = new LinkedHashMap<>();
        Map<String, Long> lost = new LinkedHashMap<>();
        Map<String, Long> counters = new LinkedHashMap<>();
        if (agent != null) {
            for (String pair : agent.attachment().signals().split(" ")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    signals.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            agent.mailbox().ask(() -> {
                lost.putAll(agent.pipeline().losses().lostRecords());
                count(agent, counters);
                return null;
            });
        }
        return new AgentStatus(runtime.state(), runtime.problem(), runtime.version(), signals, lost, counters);
    }

    private static void count(Agent agent, Map<String, Long> counters) {
        Pipeline pipeline = agent.pipeline();
        counters.put("records", pipeline.decoder().recordCount());
        counters.put("adopted_sockets", pipeline.stats().adopted());
        counters.put("slot_misses", pipeline.stats().slotMisses());
        counters.put("unmatched_hook_events", pipeline.losses().unmatchedHooks());
        counters.put("view_failures", agent.viewFailureCount());
        agent.countViews(counters);
        counters.putAll(pipeline.losses().all());
    }

    @Override
    public List<FlowRow> flows() throws TimeoutException {
        return ask(new ArrayList<>(), pipeline -> {
            List<FlowRow> rows = new ArrayList<>();
            pipeline.sweep().refresh();
            long nowNs = pipeline.tracker().clock().nanoTime();
            pipeline.tracker().flows().forEach(flow -> rows.add(new FlowRow(flow, nowNs)));
            return rows;
        });
    }

    @Override
    public FlowCounts flowCounts() throws TimeoutException {
        return ask(new FlowCounts(0, 0, 0), pipeline -> {
            long[] liveCounts = new long[2];
            pipeline.tracker().flows().forEach(flow -> liveCounts[flow.tcp ? 0 : 1]++);
            return new FlowCounts(
                    liveCounts[0], liveCounts[1], pipeline.tracker().flows().evictedCount());
        });
    }

    @Override
    public List<EndpointRow> endpoints() throws TimeoutException {
        return ask(new ArrayList<>(), pipeline -> {
            List<EndpointRow> rows = new ArrayList<>();
            long nowNs = pipeline.tracker().clock().nanoTime();
            pipeline.tracker().endpoints().forEach(endpoint -> rows.add(new EndpointRow(endpoint, nowNs)));
            return rows;
        });
    }

    @Override
    public List<RequestRow> requests() throws TimeoutException {
        return ask(new ArrayList<>(), pipeline -> {
            List<RequestRow> rows = new ArrayList<>();
            FlowTracker tracker = pipeline.tracker();
            tracker.requestTimes().rows(rows::add, tracker.clock().nanoTime());
            return rows;
        });
    }

    @Override
    public List<ThreadRow> threads() throws TimeoutException {
        return ask(new ArrayList<>(), pipeline -> {
            List<ThreadRow> rows = new ArrayList<>();
            WallClock clock = pipeline.tracker().clock();
            for (KnownThread thread : pipeline.threads().live()) {
                long lastUseMs = thread.lastUseNs() == 0 ? 0 : clock.epochUs(thread.lastUseNs()) / 1_000;
                rows.add(new ThreadRow(thread.tid(), thread.id(), thread.name(), thread.isDaemon(), lastUseMs));
            }
            return rows;
        });
    }

    @Override
    public SlowCalls slowCalls() {
        return runtime.slowCalls();
    }

    @Override
    public void resetEndpoints() throws TimeoutException {
        ask(null, pipeline -> {
            pipeline.tracker().endpoints().clear();
            return null;
        });
    }

    @Override
    public void resetRequests() throws TimeoutException {
        ask(null, pipeline -> {
            pipeline.tracker().requestTimes().clear();
            return null;
        });
    }

    @Override
    public void uninstall() {
        runtime.uninstall();
    }

    /** What is asked of the pipeline. */
    private interface Question<T> {
        T answer(Pipeline pipeline);
    }

    private <T> T ask(T otherwise, Question<T> question) throws TimeoutException {
        Agent agent = runtime.agent();
        if (agent == null) {
            return otherwise;
        }
        Callable<T> call = () -> question.answer(agent.pipeline());
        return agent.mailbox().ask(call);
    }
}
