// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Style;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One thread sends requests while another reads the responses to earlier ones: nobody can tell their times from outside. */
class PipelinedIT {

    /** Those of a connection before it is known what it does with its first ones: a TLS handshake, as a rule. */
    private static final int BEFORE = 5;

    private static final int ROUNDS = 7;

    /** More than OVERLAP_MEMORY in overlap.bpf.h. */
    private static final int AFTER = 35;

    private static final int AHEAD = 2;

    private static final int REQUEST_BYTES = 101;
    private static final int RESPONSE_BYTES = 211;
    private static final int DELAY_MS = 7;

    @TempDir
    Path directory;

    /** A thread that only reads: it waits for whatever comes, and will do so as long as the connection lives. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void haveNoTimesEverAgainWithAReaderApart(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(new AgentJvm(jdk, directory)).connect(Style.SOCKET)) {
            askOneByOne(talk, "writer", "reader", BEFORE);
            askAhead(talk, "writer", "reader");
            askOneByOne(talk, "writer", "reader", AFTER);
            List<Map<String, Object>> exchanges = talk.finish();

            assertTimed(exchanges.subList(0, BEFORE));
            assertThat(exchanges.subList(BEFORE, exchanges.size())).allSatisfy(Exchanges::assertHasNoTimes);
            assertAllCounted(exchanges);
        }
    }

    /** It may ask ahead at any time without that it shows, and no library says that it does not. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void haveNoTimesWithAnEventLoop(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(new AgentJvm(jdk, directory)).connect(Style.SELECTOR)) {
            askOneByOne(talk, "main-thread", "main-thread", BEFORE);
            askAhead(talk, "main-thread", "main-thread");
            askOneByOne(talk, "main-thread", "main-thread", AFTER);
            List<Map<String, Object>> exchanges = talk.finish();

            assertThat(exchanges).allSatisfy(Exchanges::assertHasNoTimes);
            assertAllCounted(exchanges);
        }
    }

    /** Clients of a broker or a directory: whoever asks sends, one thread of the connection's own reads. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void haveNoTimesWhenSeveralAskAndOneReads(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(new AgentJvm(jdk, directory)).connect(Style.SOCKET)) {
            askOneByOne(talk, "writer", "reader", BEFORE);
            askOneByOne(talk, "other-writer", "reader", BEFORE);
            askOneByOne(talk, "writer", "reader", BEFORE);
            List<Map<String, Object>> exchanges = talk.finish();

            assertThat(exchanges).hasSize(3 * BEFORE);
            assertTimed(exchanges.subList(0, BEFORE));
            assertThat(exchanges.subList(BEFORE, exchanges.size())).allSatisfy(Exchanges::assertHasNoTimes);
        }
    }

    /** Connections of a pool: one thread after the other, each of which reads what it has asked for. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void haveTheirTimesWhenEachReadsItsOwn(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(new AgentJvm(jdk, directory)).connect(Style.SOCKET)) {
            for (int i = 0; i < ROUNDS; i++) {
                askOneByOne(talk, "one", "one", 1);
                askOneByOne(talk, "other", "other", 1);
            }
            List<Map<String, Object>> exchanges = talk.finish();

            assertThat(exchanges).hasSize(2 * ROUNDS);
            assertTimed(exchanges);
        }
    }

    private static void askOneByOne(Conversation talk, String writer, String reader, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            talk.ok(writer + " send c " + REQUEST_BYTES);
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
            talk.ok(reader + " receive c " + RESPONSE_BYTES);
        }
    }

    /** Requests at once, and another one with each response that was read while the next one is there already. */
    private static void askAhead(Conversation talk, String writer, String reader) throws Exception {
        for (int i = 0; i < AHEAD; i++) {
            talk.ok(writer + " send c " + REQUEST_BYTES);
        }
        talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
        for (int i = 0; i < ROUNDS; i++) {
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
            talk.ok(reader + " receive c " + RESPONSE_BYTES);
            talk.ok(writer + " send c " + REQUEST_BYTES);
        }
        talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
        talk.ok(reader + " receive c " + AHEAD * RESPONSE_BYTES);
    }

    /** Which of them a byte belongs to is not known, but each is counted once. */
    private static void assertAllCounted(List<Map<String, Object>> exchanges) {
        int requests = BEFORE + AHEAD + ROUNDS + AFTER;
        assertThat(sum(exchanges, "request_bytes")).isEqualTo(requests * REQUEST_BYTES);
        assertThat(sum(exchanges, "response_bytes")).isEqualTo(requests * RESPONSE_BYTES);
    }

    private static void assertTimed(List<Map<String, Object>> exchanges) {
        assertThat(exchanges).allSatisfy(event -> {
            Exchanges.assertAddsUp(event);
            assertThat(event)
                    .containsEntry("request_bytes", (long) REQUEST_BYTES)
                    .containsEntry("response_bytes", (long) RESPONSE_BYTES)
                    .doesNotContainKeys("multiplexed");
            // Which of it is the peer's alone depends on the shortest round trip so far.
            assertThat(Exchanges.us(event, "network_us") + Exchanges.us(event, "peer_us"))
                    .isGreaterThanOrEqualTo(DELAY_MS * 1_000);
        });
    }

    private static long sum(List<Map<String, Object>> exchanges, String key) {
        return exchanges.stream().mapToLong(event -> (Long) event.get(key)).sum();
    }
}
