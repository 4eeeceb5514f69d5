// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Style;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not a thread that writes a request and then reads its response: each is one exchange, with its own times. */
class UnusualIT {

    private static final int COUNT = 23;
    private static final int REQUEST_BYTES = 1_009;
    private static final int RESPONSE_BYTES = 7_919;
    private static final int DELAY_MS = 41;
    private static final int ROUNDS = 5;
    private static final int PIECES = 4;

    /** Longer than PAUSE_NS in overlap.bpf.h. */
    private static final int PAUSE_MS = 12;

    @TempDir
    Path directory;

    private Conversation with(Jdk jdk) throws Exception {
        return new Conversation(new AgentJvm(jdk, directory));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void oneThreadWritesAnotherReads(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(new AgentJvm(jdk, directory).urgent()).connect(Style.SOCKET)) {
            List<Long> heldNs = new ArrayList<>();
            List<Long> longestNs = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                talk.begin("reader receive c " + RESPONSE_BYTES);
                long[] sent = talk.times("writer send c " + REQUEST_BYTES);
                // The request was there when its send had returned; the peer has yet to be told that.
                talk.answer(REQUEST_BYTES, RESPONSE_BYTES, i % 3 * 7);
                long[] received = talk.times("reader join");
                heldNs.add(talk.answerNs() - sent[1]);
                longestNs.add(received[1] - sent[0]);
            }
            List<Map<String, Object>> exchanges = talk.finish();

            Exchanges.assertComplete(exchanges, COUNT, REQUEST_BYTES, RESPONSE_BYTES);
            Exchanges.assertAgree("peer_us", exchanges, heldNs);
            for (int i = 0; i < COUNT; i++) {
                Map<String, Object> event = exchanges.get(i);
                assertThat(Exchanges.us(event, "network_us") + Exchanges.us(event, "peer_us"))
                        .isGreaterThanOrEqualTo(heldNs.get(i) / 1_000 - 1);
                assertThat(Exchanges.us(event, "total_us")).isLessThanOrEqualTo(longestNs.get(i) / 1_000);
            }
            assertThat(exchanges)
                    .allSatisfy(event ->
                            assertThat(event).containsEntry("thread", "writer").containsEntry("confidence", "exact"));
        }
    }

    static Stream<Arguments> blocking() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(Style.SOCKET, Style.CHANNEL).map(style -> Arguments.of(jdk, style)));
    }

    /** While a virtual thread waits in a receive, the JDK has the socket in an epoll, and leaves it there. */
    @ParameterizedTest
    @MethodSource("blocking")
    void virtualThreadPausesWithinARequest(Jdk jdk, Style style) throws Exception {
        try (Conversation talk = with(jdk).connect(style)) {
            for (int i = 0; i < ROUNDS; i++) {
                for (int piece = 0; piece < PIECES; piece++) {
                    talk.ok("virtual send c " + REQUEST_BYTES);
                    Thread.sleep(PAUSE_MS);
                }
                talk.begin("virtual receive c " + RESPONSE_BYTES);
                talk.answer(PIECES * REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
                talk.ok("virtual join");
            }
            Exchanges.assertComplete(talk.finish(), ROUNDS, PIECES * REQUEST_BYTES, RESPONSE_BYTES);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void halfCloseComesBeforeTheResponse(Jdk jdk) throws Exception {
        try (Conversation talk = with(jdk).connect(Style.CHANNEL)) {
            talk.begin("reader receiveToEnd c");
            talk.ok("main-thread send c " + REQUEST_BYTES);
            talk.ok("main-thread shutdown c");
            assertThat(talk.peer().receiveToEnd()).isEqualTo(REQUEST_BYTES);
            Thread.sleep(DELAY_MS);
            talk.peer().send(RESPONSE_BYTES, 1);
            talk.peer().close();
            assertThat(talk.ok("reader join")).isEqualTo(Integer.toString(RESPONSE_BYTES));
            List<Map<String, Object>> exchanges = talk.finish();

            Exchanges.assertComplete(exchanges, 1, REQUEST_BYTES, RESPONSE_BYTES);
            assertThat(Exchanges.us(exchanges.get(0), "network_us") + Exchanges.us(exchanges.get(0), "peer_us"))
                    .isGreaterThanOrEqualTo(DELAY_MS * 1_000);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void resetInTheMiddleOfTheResponse(Jdk jdk) throws Exception {
        try (Conversation talk = with(jdk).connect(Style.SOCKET)) {
            talk.ok("main-thread send c " + REQUEST_BYTES);
            talk.answer(REQUEST_BYTES, 101, DELAY_MS);
            talk.ok("main-thread receive c 101");
            talk.peer().resetOnClose();
            talk.peer().close();
            talk.fails("main-thread receive c 1");
            List<Map<String, Object>> exchanges = talk.finish();

            Exchanges.assertComplete(exchanges, 1, REQUEST_BYTES, 101);
            assertThat((long) exchanges.get(0).get("total_us")).isGreaterThanOrEqualTo(DELAY_MS * 1_000);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void resetInsteadOfAResponse(Jdk jdk) throws Exception {
        try (Conversation talk = with(jdk).connect(Style.SOCKET)) {
            talk.begin("main-thread receive c 1");
            long startNs = System.nanoTime();
            talk.ok("writer send c " + REQUEST_BYTES);
            talk.peer().receive(REQUEST_BYTES);
            Thread.sleep(DELAY_MS);
            talk.peer().resetOnClose();
            talk.peer().close();
            talk.fails("main-thread join");
            long tookUs = (System.nanoTime() - startNs) / 1_000;
            List<Map<String, Object>> exchanges = talk.finish();

            assertThat(exchanges).hasSize(1);
            Exchanges.assertAddsUp(exchanges.get(0));
            assertThat(exchanges.get(0))
                    .containsEntry("unanswered", true)
                    .containsEntry("error", "ECONNRESET")
                    .containsEntry("request_bytes", (long) REQUEST_BYTES)
                    .doesNotContainKeys("response_bytes", "pickup_us");
            assertThat((long) exchanges.get(0).get("total_us")).isBetween(DELAY_MS * 1_000L, tookUs);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void idleConnectionShowsItsLastExchangeOnce(Jdk jdk) throws Exception {
        try (Conversation talk = with(jdk).connect(Style.SOCKET)) {
            List<Long> tookUs = new ArrayList<>();
            tookUs.add(exchange(talk));
            assertThat(talk.exchanges()).isEmpty();
            talk.jvm().jvm().awaitEvents("exchange", 1);
            tookUs.add(exchange(talk));
            List<Map<String, Object>> exchanges = talk.finish();

            Exchanges.assertComplete(exchanges, 2, REQUEST_BYTES, RESPONSE_BYTES);
            for (int i = 0; i < exchanges.size(); i++) {
                assertThat((long) exchanges.get(i).get("total_us"))
                        .as("the idle time belongs to none")
                        .isBetween(DELAY_MS * 1_000L, tookUs.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void openConnectionShowsItsLastExchangeWhenTheJvmEnds(Jdk jdk) throws Exception {
        try (Conversation talk = with(jdk).connect(Style.SOCKET)) {
            exchange(talk);
            talk.jvm().finish();

            Exchanges.assertComplete(talk.exchanges(), 1, REQUEST_BYTES, RESPONSE_BYTES);
        }
    }

    /** Answers how long it took at the most, in microseconds. */
    private static long exchange(Conversation talk) throws Exception {
        long startNs = System.nanoTime();
        talk.begin("main-thread receive c " + RESPONSE_BYTES);
        talk.ok("writer send c " + REQUEST_BYTES);
        talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
        talk.ok("main-thread join");
        return (System.nanoTime() - startNs) / 1_000;
    }
}
