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

    /** So many exchanges in a row have to be clean until one has times again: OVERLAP_MEMORY in exchange.bpf.h. */
    private static final int MEMORY = 32;

    private static final int AFTER = 3;
    private static final int REQUEST_BYTES = 101;
    private static final int RESPONSE_BYTES = 211;
    private static final int DELAY_MS = 7;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void haveNoTimesUntilItIsOverForLong(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(new AgentJvm(jdk, directory)).connect(Style.SOCKET)) {
            askOneByOne(talk, BEFORE);
            askAhead(talk);
            askOneByOne(talk, MEMORY + AFTER);
            List<Map<String, Object>> exchanges = talk.finish();

            int last = exchanges.size() - MEMORY - AFTER;
            assertTimed(exchanges.subList(0, BEFORE));
            assertThat(exchanges.subList(BEFORE, last + MEMORY)).allSatisfy(Exchanges::assertHasNoTimes);
            assertTimed(exchanges.subList(last + MEMORY, exchanges.size()));
            // Which of them a byte belongs to is not known, but each is counted once.
            int requests = BEFORE + 3 + ROUNDS + MEMORY + AFTER;
            assertThat(sum(exchanges, "request_bytes")).isEqualTo(requests * REQUEST_BYTES);
            assertThat(sum(exchanges, "response_bytes")).isEqualTo(requests * RESPONSE_BYTES);
        }
    }

    private static void askOneByOne(Conversation talk, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            talk.ok("writer send c " + REQUEST_BYTES);
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
            talk.ok("reader receive c " + RESPONSE_BYTES);
        }
    }

    /** Three requests at once, and another one with each response that was read while the next one is there already. */
    private static void askAhead(Conversation talk) throws Exception {
        for (int i = 0; i < 3; i++) {
            talk.ok("writer send c " + REQUEST_BYTES);
        }
        talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
        for (int i = 0; i < ROUNDS; i++) {
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
            talk.ok("reader receive c " + RESPONSE_BYTES);
            talk.ok("writer send c " + REQUEST_BYTES);
        }
        for (int i = 0; i < 2; i++) {
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
        }
        talk.ok("reader receive c " + 3 * RESPONSE_BYTES);
    }

    private static void assertTimed(List<Map<String, Object>> exchanges) {
        assertThat(exchanges).allSatisfy(event -> {
            Exchanges.assertAddsUp(event);
            assertThat(event)
                    .containsEntry("request_bytes", (long) REQUEST_BYTES)
                    .containsEntry("response_bytes", (long) RESPONSE_BYTES)
                    .doesNotContainKeys("multiplexed");
            assertThat((long) event.get("peer_us")).isGreaterThan(DELAY_MS * 1_000 - 1_000);
        });
    }

    private static long sum(List<Map<String, Object>> exchanges, String key) {
        return exchanges.stream().mapToLong(event -> (Long) event.get(key)).sum();
    }
}
