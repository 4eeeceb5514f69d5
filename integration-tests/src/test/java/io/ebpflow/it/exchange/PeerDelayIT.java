// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Asker;
import io.ebpflow.it.app.Responder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that takes its time: what it says it took is what the client is told. */
class PeerDelayIT {

    private static final int[] DELAYS_MS = {0, 7, 41, 211};

    private static final int COUNT = 23;
    private static final int REQUEST_BYTES = 1_009;
    private static final int ANSWER_BYTES = 7_919;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isThePeersAlone(Jdk jdk) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        try (Commanded peer =
                        new Commanded(new AgentJvm(jdk, others).withoutAgent().urgent(), Responder.class);
                Commanded client = new Commanded(new AgentJvm(jdk, directory).urgent(), Asker.class)) {
            int port = peer.number("serve 127.0.0.1 0 0");
            Map<Integer, Integer> localPorts = new HashMap<>();
            Map<Integer, List<Asked>> asked = new HashMap<>();
            Map<Integer, List<Served>> served = new HashMap<>();
            for (int delayMs : DELAYS_MS) {
                localPorts.put(delayMs, client.number("connect c 127.0.0.1 " + port));
                asked.put(
                        delayMs,
                        Asked.of(client.call(
                                "ask c " + COUNT + " " + REQUEST_BYTES + " " + ANSWER_BYTES + " " + delayMs)));
                client.call("close c");
                served.put(delayMs, Served.of(peer.call("served")));
            }
            List<Map<String, Object>> events = client.finish();

            for (int delayMs : DELAYS_MS) {
                List<Map<String, Object>> exchanges = Exchanges.from(events, localPorts.get(delayMs));
                Exchanges.assertComplete(exchanges, COUNT, REQUEST_BYTES, ANSWER_BYTES);
                assertTimes(exchanges, asked.get(delayMs), served.get(delayMs));
                assertSlow(Exchanges.of(events, "slow", "local_port", (long) localPorts.get(delayMs)), delayMs);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isTheSameWhereTheClientPolls(Jdk jdk) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        try (Commanded peer =
                        new Commanded(new AgentJvm(jdk, others).withoutAgent().urgent(), Responder.class);
                Commanded client = new Commanded(new AgentJvm(jdk, directory).urgent(), Asker.class)) {
            int port = peer.number("serve 127.0.0.1 0 0");
            List<Asked> asked = Asked.of(client.call(
                    "poll 127.0.0.1 " + port + " " + COUNT + " " + REQUEST_BYTES + " " + ANSWER_BYTES + " 7"));
            List<Served> served = Served.of(peer.call("served"));

            List<Map<String, Object>> exchanges = Exchanges.to(client.finish(), port);
            Exchanges.assertComplete(exchanges, COUNT, REQUEST_BYTES, ANSWER_BYTES);
            assertTimes(exchanges, asked, served);
        }
    }

    private static void assertTimes(List<Map<String, Object>> exchanges, List<Asked> asked, List<Served> served) {
        Exchanges.assertWitnessed(exchanges, asked, served);
        Exchanges.assertAgree("peer_us", exchanges, Served.times(served, Served::heldNs));
        Exchanges.assertAgree("total_us", exchanges, Asked.times(asked, Asked::totalNs));
        for (int i = 0; i < COUNT; i++) {
            assertThat(exchanges.get(i))
                    .containsEntry("direction", "out")
                    .containsEntry("thread", "main")
                    .containsEntry("confidence", "exact");
        }
    }

    /** From 100 ms on a call is slow, and it is the peer's fault. */
    private static void assertSlow(List<Map<String, Object>> slow, int delayMs) {
        if (delayMs > 100) {
            assertThat(slow).hasSize(COUNT);
            Exchanges.assertBlamed("peer_us", "peer", slow);
        }
    }
}
