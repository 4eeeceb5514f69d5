// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.NetworkNamespace;
import io.ebpflow.it.app.Asker;
import io.ebpflow.it.app.Responder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments get lost: the time until they are sent again is the network's, whatever the peer does with its own. */
class LossIT {

    private static final int COUNT = 23;
    private static final int REQUEST_BYTES = 1_009;

    /** More than one segment on loop-back, whose MTU is 65 536. */
    private static final int LONG_REQUEST_BYTES = 200_003;

    private static final int ANSWER_BYTES = 7_919;
    private static final int DELAY_MS = 7;

    /** The kernel's shortest time until it sends again what was not acknowledged. */
    private static final long RTO_MIN_US = 200_000;

    /** Its timers go by ticks of 1 to 4 ms. */
    private static final long TICK_US = 5_000;

    /** From here on a call is slow, unless an option says otherwise. */
    private static final long SLOW_US = 100_000;

    @TempDir
    Path directory;

    private NetworkNamespace network;
    private long localPort;
    private List<Asked> asked;
    private List<Served> served;
    private List<Map<String, Object>> events;

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
    void ofARequest(Jdk jdk) throws Exception {
        ask(jdk, "tcp dport ", REQUEST_BYTES);

        List<Map<String, Object>> exchanges = Exchanges.from(events, localPort);
        Exchanges.assertComplete(exchanges, COUNT, REQUEST_BYTES, ANSWER_BYTES);
        assertTimes(exchanges);
        List<Map<String, Object>> hit = hit(exchanges);
        // Every fifth segment, the repeated ones counted.
        assertThat(hit).hasSizeBetween(COUNT / 6, COUNT / 3);
        assertThat(hit)
                .allSatisfy(event ->
                        assertThat((long) event.get("network_us")).isGreaterThanOrEqualTo(RTO_MIN_US - TICK_US));
        assertHeldByPeer(exchanges);
        List<Map<String, Object>> slow = Exchanges.of(events, "slow", "local_port", localPort);
        assertThat(slow)
                .extracting(event -> event.get("exchange"))
                .containsExactlyElementsOf(exchanges.stream()
                        .filter(event -> (long) event.get("total_us") >= SLOW_US)
                        .map(event -> event.get("exchange"))
                        .collect(Collectors.toList()))
                .containsAll(hit.stream().map(event -> event.get("exchange")).collect(Collectors.toList()));
        Exchanges.assertBlamed("network_us", "network", slow);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ofSegmentsOfALongRequest(Jdk jdk) throws Exception {
        ask(jdk, "tcp dport ", LONG_REQUEST_BYTES);

        List<Map<String, Object>> exchanges = Exchanges.from(events, localPort);
        Exchanges.assertComplete(exchanges, COUNT, LONG_REQUEST_BYTES, ANSWER_BYTES);
        assertTimes(exchanges);
        assertThat(hit(exchanges)).isNotEmpty();
    }

    /**
     * From the client a lost response looks like a peer that is late. If its own request was not acknowledged either it is
     * repeated, and then the network has its part; what holds in both cases is the sum.
     */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ofAResponse(Jdk jdk) throws Exception {
        ask(jdk, "tcp sport ", REQUEST_BYTES);

        List<Map<String, Object>> exchanges = Exchanges.from(events, localPort);
        Exchanges.assertComplete(exchanges, COUNT, REQUEST_BYTES, ANSWER_BYTES);
        Exchanges.assertWitnessed(exchanges, asked, served);
        Exchanges.assertAgree("total_us", exchanges, Asked.times(asked, Asked::totalNs));
        // Every fifth segment is lost, the repeated ones counted.
        assertThat(exchanges)
                .filteredOn(
                        event -> (long) event.get("network_us") + (long) event.get("peer_us") > RTO_MIN_US - TICK_US)
                .hasSizeGreaterThan(COUNT / 6)
                .satisfies(late -> assertThat(Exchanges.median(late.stream()
                                .map(event -> ((long) event.get("network_us") + (long) event.get("peer_us"))
                                        * 100
                                        / (long) event.get("total_us"))
                                .collect(Collectors.toList())))
                        .as("percent of the whole")
                        .isGreaterThan(90));
    }

    private void ask(Jdk jdk, String direction, int requestBytes) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        try (Commanded peer = new Commanded(
                        new AgentJvm(jdk, others)
                                .withoutAgent()
                                .prefix(network.prefix())
                                .urgent(),
                        Responder.class);
                Commanded client = new Commanded(
                        new AgentJvm(jdk, directory).prefix(network.prefix()).urgent(), Asker.class)) {
            int port = peer.number("serve 127.0.0.1 0 0");
            // What carries data; never the handshake and the end.
            network.drop(direction + port + " tcp flags & (syn|fin|rst) == 0 meta length > 100 numgen inc mod 5 == 4");
            localPort = client.number("connect c 127.0.0.1 " + port);
            asked = Asked.of(client.call("ask c " + COUNT + " " + requestBytes + " " + ANSWER_BYTES + " " + DELAY_MS));
            client.call("close c");
            served = Served.of(peer.call("served"));
            events = client.finish();
        }
    }

    /** A request came after it had been sent again: what the peer did from then on is not the network's, up to a round trip. */
    private void assertHeldByPeer(List<Map<String, Object>> exchanges) {
        long roundTripUs = exchanges.stream()
                .filter(event -> !event.containsKey("exchange_retransmits"))
                .mapToLong(event -> (long) event.get("network_us"))
                .max()
                .orElseThrow();
        for (int i = 0; i < COUNT; i++) {
            long heldUs = (served.get(i).answerNs - served.get(i).firstReadNs) / 1_000;
            assertThat((long) exchanges.get(i).get("network_us"))
                    .isLessThanOrEqualTo(asked.get(i).totalNs() / 1_000 - heldUs + roundTripUs);
        }
    }

    /** Nothing of what the network took is the peer's: its own account is right for every exchange. */
    private void assertTimes(List<Map<String, Object>> exchanges) {
        Exchanges.assertWitnessed(exchanges, asked, served);
        Exchanges.assertAgree("total_us", exchanges, Asked.times(asked, Asked::totalNs));
        Exchanges.assertAgree("peer_us", exchanges, Served.times(served, Served::heldNs));
        List<Long> heldNs = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            if (exchanges.get(i).containsKey("exchange_retransmits")) {
                heldNs.add(served.get(i).heldNs());
            }
        }
        Exchanges.assertAgree("peer_us", hit(exchanges), heldNs);
    }

    private static List<Map<String, Object>> hit(List<Map<String, Object>> exchanges) {
        List<Map<String, Object>> hit = new ArrayList<>(exchanges);
        hit.removeIf(event -> !event.containsKey("exchange_retransmits"));
        return hit;
    }
}
