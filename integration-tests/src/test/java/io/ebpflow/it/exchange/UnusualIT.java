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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not a thread that writes a request and then reads its response: each is one exchange, with its own times. */
class UnusualIT {

    private static final int COUNT = 23;
    private static final int REQUEST_BYTES = 1_009;
    private static final int RESPONSE_BYTES = 7_919;
    private static final int DELAY_MS = 41;

    /** More than the time after which the kernel takes a response for complete, and the sweep that looks for it. */
    private static final long IDLE_MS = 6_500;

    @TempDir
    Path directory;

    private Conversation with(Jdk jdk) throws Exception {
        return new Conversation(new AgentJvm(jdk, directory));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void oneThreadWritesAnotherReads(Jdk jdk) throws Exception {
        try (Conversation talk = with(jdk).connect(Style.SOCKET)) {
            List<Long> heldNs = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                talk.begin("reader receive c " + RESPONSE_BYTES);
                talk.ok("writer send c " + REQUEST_BYTES);
                heldNs.add(talk.answer(REQUEST_BYTES, RESPONSE_BYTES, i % 3 * 7));
                talk.ok("reader join");
            }
            List<Map<String, Object>> exchanges = talk.finish();

            Exchanges.assertComplete(exchanges, COUNT, REQUEST_BYTES, RESPONSE_BYTES);
            Exchanges.assertAgree("peer_us", exchanges, heldNs);
            assertThat(exchanges)
                    .allSatisfy(event ->
                            assertThat(event).containsEntry("thread", "writer").containsEntry("confidence", "exact"));
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
            assertThat((long) exchanges.get(0).get("peer_us")).isGreaterThanOrEqualTo(DELAY_MS * 1_000);
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
            exchange(talk);
            assertThat(talk.exchanges()).isEmpty();
            Thread.sleep(IDLE_MS);
            assertThat(talk.exchanges()).hasSize(1);
            exchange(talk);
            List<Map<String, Object>> exchanges = talk.finish();

            Exchanges.assertComplete(exchanges, 2, REQUEST_BYTES, RESPONSE_BYTES);
            assertThat(exchanges)
                    .allSatisfy(event -> assertThat((long) event.get("total_us"))
                            .as("the idle time belongs to none")
                            .isBetween(DELAY_MS * 1_000L, IDLE_MS * 100));
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

    private static void exchange(Conversation talk) throws Exception {
        talk.begin("main-thread receive c " + RESPONSE_BYTES);
        talk.ok("writer send c " + REQUEST_BYTES);
        talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
        talk.ok("main-thread join");
    }
}
