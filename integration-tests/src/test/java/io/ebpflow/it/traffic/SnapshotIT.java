// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Connection;
import io.ebpflow.it.app.Listener;
import io.ebpflow.it.app.Sizes;
import io.ebpflow.it.app.Style;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that stay open: the kernel's own account of them, and periodic snapshots that are equal to it. */
class SnapshotIT {

    private static final String THREAD = "pooled-connection-user-thread-";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aSnapshotIsWhatTheKernelSays(Jdk jdk) throws Exception {
        List<Connection> peers = new ArrayList<>();
        try (ScriptedJvm jvm = new ScriptedJvm(new AgentJvm(jdk, directory).agent("snapshot=1s"));
                Listener listener = Style.SOCKET.listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            int port = listener.local().getPort();
            Map<Long, Integer> indexes = new HashMap<>();
            for (int i = 0; i < Sizes.CONNECTIONS; i++) {
                long localPort = jvm.number(THREAD + i + " connect c" + i + " SOCKET 127.0.0.1 " + port + " 0");
                indexes.put(localPort, i);
                peers.add(listener.accept());
            }
            exchange(jvm, peers);
            // Flows that had no data when a snapshot came are not shown, so this is one event for each at the least.
            Map<Long, Map<String, Object>> newest = newestSnapshots(jvm, indexes, 1);
            compare(newest, indexes, port, 1);
            int seen = jvm.jvm().events("flow").size();
            exchange(jvm, peers);
            newest = newestSnapshots(jvm, indexes, 2);
            compare(newest, indexes, port, 2);

            assertThat(jvm.jvm().events("flow").size()).isGreaterThanOrEqualTo(seen + Sizes.CONNECTIONS);
            for (int i = 0; i < Sizes.CONNECTIONS; i++) {
                jvm.ok(THREAD + i + " close c" + i);
                peers.get(i).close();
            }
            jvm.jvm().awaitEvents("close", Sizes.CONNECTIONS);
            List<Map<String, Object>> all = jvm.jvm().finish();
            assertThat(all).extracting("event").containsOnly("connect", "flow", "close");
            assertThat(Events.ofType(all, "connect")).hasSize(Sizes.CONNECTIONS);
            assertThat(Events.ofType(all, "close")).hasSize(Sizes.CONNECTIONS);
        } finally {
            for (Connection peer : peers) {
                peer.close();
            }
        }
    }

    /** Long before the first periodic snapshot, and without a close. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theLastIsTakenWhenTheJvmEnds(Jdk jdk) throws Exception {
        List<Connection> peers = new ArrayList<>();
        try (ScriptedJvm jvm = new ScriptedJvm(new AgentJvm(jdk, directory).agent("snapshot=60m"));
                Listener listener = Style.SOCKET.listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            int port = listener.local().getPort();
            Map<Long, Integer> indexes = new HashMap<>();
            for (int i = 0; i < Sizes.CONNECTIONS; i++) {
                indexes.put((long) jvm.number(THREAD + i + " connect c" + i + " SOCKET 127.0.0.1 " + port + " 0"), i);
                peers.add(listener.accept());
            }
            exchange(jvm, peers);
            List<Map<String, Object>> last = Events.ofType(jvm.jvm().finish(), "flow");

            assertThat(last).hasSize(Sizes.CONNECTIONS);
            for (Map<String, Object> flow : last) {
                int index = indexes.get((Long) flow.get("local_port"));
                assertThat(flow)
                        .containsEntry("thread", THREAD + index)
                        .containsEntry("bytes_sent", (long) Sizes.fromConnector(index))
                        .containsEntry("bytes_received", (long) Sizes.fromAcceptor(index));
            }
        } finally {
            for (Connection peer : peers) {
                peer.close();
            }
        }
    }

    private static void exchange(ScriptedJvm jvm, List<Connection> peers) throws Exception {
        for (int i = 0; i < Sizes.CONNECTIONS; i++) {
            jvm.ok(THREAD + i + " send c" + i + " " + Sizes.fromConnector(i));
            peers.get(i).receive(Sizes.fromConnector(i));
            peers.get(i).send(Sizes.fromAcceptor(i), 1);
            jvm.ok(THREAD + i + " receive c" + i + " " + Sizes.fromAcceptor(i));
        }
    }

    /** Waits until every flow was shown with all that it has received, and gives the newest snapshot of each. */
    private static Map<Long, Map<String, Object>> newestSnapshots(
            ScriptedJvm jvm, Map<Long, Integer> indexes, int rounds) throws Exception {
        Map<Long, Map<String, Object>> newest = new HashMap<>();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
        long done = 0;
        while (done < indexes.size() && System.nanoTime() < deadlineNs) {
            Thread.sleep(50);
            for (Map<String, Object> event : jvm.jvm().events("flow")) {
                newest.put((Long) event.get("local_port"), event);
            }
            done = indexes.entrySet().stream()
                    .filter(entry -> newest.containsKey(entry.getKey())
                            && newest.get(entry.getKey())
                                    .get("bytes_received")
                                    .equals((long) rounds * Sizes.fromAcceptor(entry.getValue())))
                    .count();
        }
        assertThat(newest).containsOnlyKeys(indexes.keySet());
        return newest;
    }

    private static void compare(Map<Long, Map<String, Object>> newest, Map<Long, Integer> indexes, int port, int rounds)
            throws Exception {
        List<SocketStatistics.Row> rows = SocketStatistics.of().allToPort(port);
        assertThat(rows).hasSize(Sizes.CONNECTIONS);
        for (SocketStatistics.Row row : rows) {
            Map<String, Object> flow = newest.get((long) row.localPort);
            int index = indexes.get((long) row.localPort);
            assertThat(flow)
                    .as(row.toString())
                    .containsEntry("flow_id", row.flowId())
                    .containsEntry("bytes_sent", row.number("bytes_sent"))
                    // The kernel counts our SYN among what was acknowledged.
                    .containsEntry("bytes_sent", row.number("bytes_acked") - 1)
                    .containsEntry("bytes_received", row.number("bytes_received"))
                    .containsEntry("retransmits", row.number("retrans"))
                    .containsEntry("bytes_sent", (long) rounds * Sizes.fromConnector(index))
                    .containsEntry("bytes_received", (long) rounds * Sizes.fromAcceptor(index))
                    .containsEntry("direction", "out")
                    .containsEntry("thread", THREAD + index)
                    .containsEntry("confidence", "exact")
                    .containsKeys("srtt_us", "duration_us");
            // Acknowledgements that came after the last read are not in the snapshot.
            assertThat((long) flow.get("segments_out")).isLessThanOrEqualTo(row.number("segs_out"));
            assertThat((long) flow.get("segments_in")).isLessThanOrEqualTo(row.number("segs_in"));
        }
    }
}
