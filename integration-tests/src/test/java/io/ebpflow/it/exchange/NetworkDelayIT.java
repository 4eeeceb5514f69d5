// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Asker;
import io.ebpflow.it.app.Responder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A network whose round trip takes 41 ms, and a peer with a delay of its own: each has its part. */
class NetworkDelayIT {

    private static final int COUNT = 23;
    private static final int REQUEST_BYTES = 1_009;

    /** Fits the initial window: all of it arrives in one go. */
    private static final int ANSWER_BYTES = 7_919;

    private static final int HOLD_US = 20_500;
    private static final int[] DELAYS_MS = {0, 7, 101};

    @TempDir
    Path directory;

    private LongWay way;

    @AfterEach
    void removeWay() throws Exception {
        if (way != null) {
            way.remove();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void isTheNetworksAlone(Jdk jdk) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        way = new LongWay(others, HOLD_US);
        try (Commanded peer = new Commanded(
                        new AgentJvm(jdk, others)
                                .withoutAgent()
                                .prefix(way.there().prefix())
                                .urgent(),
                        Responder.class);
                Commanded client = new Commanded(
                        new AgentJvm(jdk, directory)
                                .agent("slow=30ms")
                                .prefix(way.here().prefix())
                                .urgent(),
                        Asker.class)) {
            int port = peer.number("serve " + LongWay.THERE + " 0 0");
            int closes = 0;
            for (int delayMs : DELAYS_MS) {
                long localPort = client.number("connect c " + LongWay.THERE + " " + port);
                List<Asked> asked = Asked.of(
                        client.call("ask c " + COUNT + " " + REQUEST_BYTES + " " + ANSWER_BYTES + " " + delayMs));
                client.call("close c");
                List<Served> served = Served.of(peer.call("served"));
                client.jvm().awaitEvents("close", ++closes);
                assertParts(client.jvm().events(), localPort, asked, served, delayMs);
            }
            client.finish();
        }
    }

    private static void assertParts(
            List<Map<String, Object>> events, long localPort, List<Asked> asked, List<Served> served, int delayMs) {
        List<Map<String, Object>> exchanges = Exchanges.from(events, localPort);
        Exchanges.assertComplete(exchanges, COUNT, REQUEST_BYTES, ANSWER_BYTES);
        Exchanges.assertWitnessed(exchanges, asked, served);
        assertThat(exchanges)
                .as("no packet comes earlier")
                .allSatisfy(event -> assertThat((long) event.get("send_us") + (long) event.get("network_us"))
                        .isGreaterThanOrEqualTo(2 * HOLD_US));
        Exchanges.assertAgree("network_us", exchanges, Collections.nCopies(COUNT, 2_000L * HOLD_US));
        Exchanges.assertAgree("peer_us", exchanges, Served.times(served, Served::heldNs));
        Exchanges.assertAgree("total_us", exchanges, Asked.times(asked, Asked::totalNs));
        // What the holder's own thread was late is not in the shortest round trip, so a few may be the peer's fault.
        String verdict = delayMs * 1_000 > 2 * HOLD_US ? "peer" : "network";
        assertThat(Exchanges.of(events, "slow", "local_port", localPort))
                .filteredOn(event -> event.containsKey("exchange"))
                .hasSize(COUNT)
                .filteredOn(event -> event.get("verdict").equals(verdict))
                .hasSizeGreaterThan(COUNT / 2);
    }
}
