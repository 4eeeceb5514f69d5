// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.api.Ebpflow;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Scopes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A collector is told of every byte, by whom and for what, and the export itself is nowhere to be seen. */
class ExportIT {
    /** Sizes of calls: each is sent whole and answered with one byte. */
    private static final long SENT = 11 + 21 + 22 + 23 + 24;

    @TempDir
    Path directory;

    private CalledPeer peer;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        peer = new CalledPeer();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
    }

    private AgentJvm started(Jdk jdk, String target) throws Exception {
        return new AgentJvm(jdk, directory)
                .agent("flows=all,slow=60m,snapshot=100ms,export=" + target)
                .option("-cp", pathOf(Scopes.class) + ":" + pathOf(Ebpflow.class))
                .start(Scopes.class);
    }

    private static String pathOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private static void run(AgentJvm jvm, String... commands) throws Exception {
        for (String command : commands) {
            jvm.go(command);
            jvm.awaitPause("done");
        }
    }

    private void assertFlow(AgentJvm jvm, Collector collector) {
        Map<String, Object> flow = collector.flowTo(peer.port());
        assertThat(flow)
                .containsEntry("60", 4L)
                .containsEntry("4", 6L)
                .containsEntry("8", "127.0.0.1")
                .containsEntry("12", "127.0.0.1")
                .containsEntry("1", SENT)
                .containsEntry("23", 5L)
                .containsEntry("57581", 0L)
                .containsEntry("57640", jvm.process().pid())
                .containsEntry("57844", System.getProperty("user.name"))
                .containsEntry("JAVA_THREAD", "main")
                .containsEntry("JAVA_REQUEST", "nightly\\u0007import")
                .doesNotContainKeys("57847", "57848");
        assertThat((String) flow.get("57641")).endsWith("/bin/java");
        assertThat((String) flow.get("JAVA_CODE_PATH")).startsWith("Scopes.call(Scopes.java:");
        assertThat((Float) flow.get("57596")).isBetween(0.001f, 10_000f);
        assertThat((Float) flow.get("57597")).isBetween(0f, 10_000f);
        assertThat((Long) flow.get("21")).isGreaterThanOrEqualTo((Long) flow.get("22"));
    }

    /** Neither in the log nor at the collector. */
    private void assertExportIsInvisible(AgentJvm jvm, Collector collector) {
        assertThat(collector.flows().keySet())
                .noneMatch(key -> key.contains(":" + port + " ") || key.endsWith(":" + port));
        assertThat(jvm.events())
                .isNotEmpty()
                .noneMatch(event -> event.containsValue((long) port))
                .noneMatch(event -> event.get("event").equals("lookup"));
    }

    private static List<String> threads(AgentJvm jvm) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + jvm.process().pid() + "/task"))) {
            return tasks.map(ExportIT::comm)
                    .filter(name -> name.startsWith("ebpflow"))
                    .collect(Collectors.toList());
        }
    }

    private static void awaitNoThread(AgentJvm jvm) throws Exception {
        for (int i = 0; i < 1_000 && !threads(jvm).isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertThat(threads(jvm)).isEmpty();
    }

    private static String comm(Path task) {
        try {
            return Files.readString(task.resolve("comm")).trim();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** What is sent before the agent has noticed that a collector has gone, is gone with it. */
    private static void awaitNobody(AgentJvm jvm) throws Exception {
        for (int i = 0; i < 300; i++) {
            jvm.go("counters");
            if (jvm.awaitPause("done").contains("counter\texport_subscribed\t0")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the agent believes that somebody is still there");
    }

    private void callAndCollect(AgentJvm jvm, Collector collector) throws Exception {
        run(jvm, "peer " + peer.port(), "job 11", "nested 21");
        collector.await(
                "all bytes",
                () -> collector.count(peer.port(), "1") >= SENT && collector.count(peer.port(), "23") >= 5);
        collector.await("a heartbeat", () -> !collector.heartbeats().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void connectsToACollector(Jdk jdk) throws Exception {
        try (Collector collector = Collector.bound(port);
                AgentJvm jvm = started(jdk, "zmq:tcp://localhost:" + port)) {
            callAndCollect(jvm, collector);

            assertFlow(jvm, collector);
            assertExportIsInvisible(jvm, collector);
            assertThat(collector.sourceCount()).isEqualTo(1);
            assertThat(collector.heartbeats().get(0).get("zmq").toString()).contains("num_flow_exports=");
            assertThat(threads(jvm)).contains("ebpflow-export", "ebpflow-zmq-iot");
            run(jvm, "uninstall");
            awaitNoThread(jvm);
            assertThat(jvm.err()).allMatch(line -> line.startsWith("[ebpflow] INFO "));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void letsCollectorsConnectAndComeAgain(Jdk jdk) throws Exception {
        try (AgentJvm jvm = started(jdk, "zmq:bind:tcp://127.0.0.1:" + port)) {
            try (Collector first = Collector.connected(port);
                    Collector second = Collector.connected(port)) {
                callAndCollect(jvm, first);
                second.await("a message", () -> second.sourceCount() == 1);
                assertFlow(jvm, first);
                assertExportIsInvisible(jvm, first);
            }
            awaitNobody(jvm);
            run(jvm, "call 101");
            try (Collector third = Collector.connected(port)) {
                third.await("what it was not there for", () -> third.count(peer.port(), "1") >= 101);
                assertThat(third.count(peer.port(), "1")).isEqualTo(101);
                assertThat(jvm.finish()).isNotEmpty();
                assertExportIsInvisible(jvm, third);
            }
        }
    }
}
