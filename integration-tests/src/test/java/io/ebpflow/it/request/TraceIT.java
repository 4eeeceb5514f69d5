// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Traced;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.javaagent.OpenTelemetryAgent;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.annotation.PostConstruct;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.startup.Tomcat;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

/** Calls bear the trace of their request: of the real OpenTelemetry, its API or its agent, and of log contexts. */
class TraceIT {

    private static final String TOMCATS = "0af7651916cd43dd8448eb211c80319c";
    private static final String JDKS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String VIRTUALS = "a3ce929d0e0e47364bf92f3577b34da6";

    @TempDir
    Path directory;

    private CalledPeer peer;
    private List<Integer> ports;

    @BeforeEach
    void listen() throws Exception {
        peer = new CalledPeer();
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
    }

    private AgentJvm prepared(Jdk jdk) {
        String classPath = Stream.of(
                        Traced.class,
                        Tomcat.class,
                        PostConstruct.class,
                        Span.class,
                        Scope.class,
                        Clock.class,
                        SdkTracerProvider.class,
                        io.opentelemetry.common.ComponentLoader.class,
                        MDC.class,
                        LoggerContext.class,
                        Context.class,
                        ThreadContext.class)
                .map(TraceIT::pathOf)
                .collect(Collectors.joining(":"));
        return new AgentJvm(jdk, directory).agent("flows=exchange,slow=60m").option("-cp", classPath, "-Xmx256m");
    }

    private static String pathOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private void serve(AgentJvm jvm) throws Exception {
        jvm.go("serve " + peer.port());
        ports = jvm.awaitPause("done").stream().map(Integer::valueOf).collect(Collectors.toList());
    }

    /** @return the trace as the application knows it */
    private String get(int server, String how, int bytes, String trace) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + ports.get(server) + "/traced")
                        .toURL()
                        .openConnection();
        connection.setRequestProperty(Traced.BYTES, Integer.toString(bytes));
        connection.setRequestProperty(Traced.HOW, how);
        if (trace != null) {
            connection.setRequestProperty("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
        }
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private void assertTracesOfTheApplication(AgentJvm jvm) throws Exception {
        Map<Long, String> traces = new TreeMap<>();
        for (int server = 0; server < 3; server++) {
            int bytes = 10 * (server + 1);
            for (String how : List.of("none", "span", "mdc", "log4j", "none")) {
                String trace = get(server, how, ++bytes, null);
                traces.put((long) bytes, how.equals("none") ? null : trace);
            }
        }
        Map<Long, Map<String, Object>> calls = peer.calls(jvm, traces.size());
        traces.forEach((bytes, trace) -> assertThat(calls.get(bytes))
                .containsEntry("context", "GET /traced")
                .satisfies(call -> assertThat(call.get("trace_id")).isEqualTo(trace)));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theApplicationsOwnTracesAreKnown(Jdk jdk) throws Exception {
        try (AgentJvm jvm = prepared(jdk).start(Traced.class)) {
            serve(jvm);
            assertTracesOfTheApplication(jvm);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anAgentThatComesLaterKnowsThem(Jdk jdk) throws Exception {
        try (AgentJvm jvm = prepared(jdk).forAttach().start(Traced.class)) {
            serve(jvm);
            for (String how : List.of("span", "mdc", "log4j")) {
                get(0, how, 101, null);
            }
            jvm.attach();
            jvm.go("hooks");
            jvm.awaitPause("done");
            get(0, "none", 103, null); // half over when the agent sees the connection
            assertTracesOfTheApplication(jvm);
        }
    }

    /** Quiet, and without what the JVM says of it. */
    private static String[] openTelemetry(Jdk jdk, String... agents) {
        List<String> options = new ArrayList<>(List.of(agents));
        options.add("-Xshare:off");
        if (jdk.release() >= 24) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        for (String signal : List.of("traces", "metrics", "logs")) {
            options.add("-Dotel." + signal + ".exporter=none");
        }
        options.add("-Dotel.javaagent.logging=none");
        return options.toArray(new String[0]);
    }

    private void assertTracesOfTheirAgent(AgentJvm jvm) throws Exception {
        serve(jvm);
        List<String> traces = List.of(TOMCATS, JDKS, VIRTUALS);
        for (int server = 0; server < 3; server++) {
            String trace = traces.get(server);
            assertThat(get(server, "none", server + 1, trace)).as("their own").isEqualTo(trace);
        }
        Map<Long, Map<String, Object>> calls = peer.calls(jvm, traces.size());
        for (int server = 0; server < 3; server++) {
            assertThat(calls.get(server + 1L))
                    .containsEntry("context", "GET /traced")
                    .containsEntry("trace_id", traces.get(server));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theirAgentMayComeFirst(Jdk jdk) throws Exception {
        String theirs = "-javaagent:" + pathOf(OpenTelemetryAgent.class);
        try (AgentJvm jvm = prepared(jdk).option(openTelemetry(jdk, theirs)).start(Traced.class)) {
            assertTracesOfTheirAgent(jvm);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theirAgentMayComeSecond(Jdk jdk) throws Exception {
        AgentJvm prepared = prepared(jdk).withoutAgent();
        String ours = "-javaagent:" + JvmRun.agentJar() + "=" + prepared.arguments();
        String theirs = "-javaagent:" + pathOf(OpenTelemetryAgent.class);
        try (AgentJvm jvm = prepared.option(openTelemetry(jdk, ours, theirs)).start(Traced.class)) {
            jvm.assertSeesFlows();
            assertTracesOfTheirAgent(jvm);
        }
    }
}
