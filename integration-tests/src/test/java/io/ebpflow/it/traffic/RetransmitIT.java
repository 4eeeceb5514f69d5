// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments that get lost in a network of our own: as many retransmits as the kernel counts. */
class RetransmitIT {

    private static final String THREAD = "report-uploader-thread-of-a-batch";

    /** Requests and answers of a prime number of bytes, one after the other. */
    private static final int ROUNDS = 23;

    private static final int BYTES = 7_919;

    @TempDir
    Path directory;

    private NetworkNamespace network;

    @BeforeEach
    void makeNetwork() throws Exception {
        network = new NetworkNamespace();
    }

    @AfterEach
    void removeNetwork() throws Exception {
        network.remove();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void asManyAsTheKernelCounts(Jdk jdk) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        try (ScriptedJvm peer =
                        new ScriptedJvm(new AgentJvm(jdk, others).withoutAgent().prefix(network.prefix()));
                ScriptedJvm jvm = new ScriptedJvm(new AgentJvm(jdk, directory).prefix(network.prefix()))) {
            int port = peer.number("peer listen l SOCKET 127.0.0.1");
            // Every fifth of what we send with data in it; never the handshake and the end.
            network.drop(
                    "tcp dport " + port + " tcp flags & (syn|fin|rst) == 0 meta length > 100 numgen inc mod 5 == 4");
            jvm.ok(THREAD + " connect c SOCKET 127.0.0.1 " + port + " 0");
            peer.ok("peer accept c l");
            for (int i = 0; i < ROUNDS; i++) {
                jvm.ok(THREAD + " send c " + BYTES);
                peer.ok("peer receive c " + BYTES);
                peer.ok("peer send c 3");
                jvm.ok(THREAD + " receive c 3");
            }
            SocketStatistics kernel = SocketStatistics.of(network.prefix());
            SocketStatistics.Row row = kernel.toPort(port);
            long counted = row.number("retrans");
            // The peer repeats itself too: what is dropped are also our acknowledgements.
            long ofPeer = kernel.fromPort(port).number("retrans");
            long inNetwork = network.retransmittedSegments();
            jvm.ok(THREAD + " close c");
            assertThat(peer.number("peer receiveToEnd c")).isZero();
            peer.ok("peer close c");
            List<Map<String, Object>> events = jvm.jvm().finish();

            assertThat(counted).isGreaterThan(3).isEqualTo(inNetwork - ofPeer);
            Map<String, Object> close = events.get(events.size() - 1);
            assertThat(close)
                    .containsEntry("event", "close")
                    .containsEntry("retransmits", counted)
                    .containsEntry("bytes_sent", (long) ROUNDS * BYTES)
                    .containsEntry("bytes_received", ROUNDS * 3L)
                    .containsEntry("closed_by", "local")
                    .doesNotContainKey("error");
            assertThat(events.get(0)).containsEntry("event", "connect").containsEntry("retransmits", 0L);
            List<Map<String, Object>> retransmits = Events.ofType(events, "retransmit");
            // One at once, then one a second at the most.
            assertThat(retransmits).isNotEmpty().hasSize(events.size() - 2);
            assertThat(retransmits.size()).isLessThanOrEqualTo(2 + (int) ((long) close.get("duration_us") / 1_000_000));
            assertThat(retransmits)
                    .allSatisfy(event -> assertThat(event)
                            .containsEntry("thread", THREAD)
                            .containsEntry("flow_id", row.flowId())
                            .containsEntry("direction", "out"));
            assertThat(retransmits)
                    .extracting(event -> (Long) event.get("retransmits"))
                    .isSorted()
                    .allMatch(count -> count <= counted);
        }
    }

    /** While it is open: the periodic statistics of flows, at the interval that was asked for. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void snapshotsOfALiveFlowCountThemToo(Jdk jdk) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        try (ScriptedJvm peer =
                        new ScriptedJvm(new AgentJvm(jdk, others).withoutAgent().prefix(network.prefix()));
                ScriptedJvm jvm = new ScriptedJvm(
                        new AgentJvm(jdk, directory).agent("snapshot=500ms").prefix(network.prefix()))) {
            int port = peer.number("peer listen l SOCKET 127.0.0.1");
            network.drop(
                    "tcp dport " + port + " tcp flags & (syn|fin|rst) == 0 meta length > 100 numgen inc mod 5 == 4");
            jvm.ok(THREAD + " connect c SOCKET 127.0.0.1 " + port + " 0");
            peer.ok("peer accept c l");
            for (int i = 0; i < ROUNDS; i++) {
                jvm.ok(THREAD + " send c " + BYTES);
                peer.ok("peer receive c " + BYTES);
                peer.ok("peer send c 3");
                jvm.ok(THREAD + " receive c 3");
            }
            SocketStatistics.Row row = SocketStatistics.of(network.prefix()).toPort(port);
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS) / 4;
            Map<String, Object> newest = Map.of();
            while (!Long.valueOf(ROUNDS * 3L).equals(newest.get("bytes_received")) && System.nanoTime() < deadlineNs) {
                Thread.sleep(50);
                List<Map<String, Object>> snapshots = jvm.jvm().events("flow");
                newest = snapshots.isEmpty() ? newest : snapshots.get(snapshots.size() - 1);
            }

            assertThat(row.number("retrans")).isGreaterThan(3);
            assertThat(newest)
                    .containsEntry("flow_id", row.flowId())
                    .containsEntry("retransmits", row.number("retrans"))
                    .containsEntry("bytes_sent", (long) ROUNDS * BYTES)
                    .containsEntry("bytes_received", ROUNDS * 3L)
                    .doesNotContainKey("closed_by");
            assertThat((long) newest.get("segments_out")).isGreaterThan(row.number("retrans"));
            assertThat((long) newest.get("segments_in")).isPositive();
            jvm.ok(THREAD + " close c");
            peer.ok("peer close c");
            jvm.jvm().finish();
        }
    }
}
