// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.KafkaCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real broker of Kafka: what a consumer does for a message bears the name of its topic, until it takes the next or polls again. */
class KafkaIT {
    @TempDir
    static Path brokerDirectory;

    private static KafkaBroker broker;

    @TempDir
    Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new KafkaBroker(brokerDirectory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Libraries#each")
    void messagesAreNamedByTheirTopic(Libraries libraries, Jdk jdk) throws Exception {
        try (CalledPeer peer = new CalledPeer();
                AgentJvm jvm = LibraryJvm.of(libraries, jdk, directory).start(KafkaCalls.class)) {
            for (String command : List.of(
                    "connect " + peer.port(),
                    "broker " + broker.port(),
                    "all 1",
                    "break 11",
                    "topic 21",
                    "handed 31")) {
                jvm.go(command);
                jvm.awaitPause("done");
            }
            Map<Long, Map<String, Object>> calls = peer.calls(jvm, 11);

            for (long bytes = 1; bytes <= 4; bytes++) {
                assertThat(calls.get(bytes))
                        .containsEntry("context", bytes <= 2 ? "orders" : "prices")
                        .containsEntry("context_kind", "kafka")
                        .containsEntry("confidence", "exact");
            }
            assertThat(calls.get(11L)).containsEntry("context", "broken");
            assertThat(calls.get(21L)).containsEntry("context", "left");
            for (long bytes : new long[] {5, 12, 22, 31, 32}) {
                assertThat(calls.get(bytes)).as("for no message").doesNotContainKeys("context", "context_id");
            }
        }
    }
}
