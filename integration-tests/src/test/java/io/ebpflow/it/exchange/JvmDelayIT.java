// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Asker;
import io.ebpflow.it.app.Responder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The answer is there, and this JVM is late for it: asleep, or collecting garbage. */
class JvmDelayIT {

    private static final int COUNT = 23;
    private static final int COLLECTIONS = 5;
    private static final int REQUEST_BYTES = 1_009;
    private static final int ANSWER_BYTES = 7_919;
    private static final int SLEEP_MS = 97;

    /** Enough that a full collection takes longer than anything else that happens here. */
    private static final int LIVE_MIB = 256;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void readerSleeps(Jdk jdk) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        try (Commanded peer =
                        new Commanded(new AgentJvm(jdk, others).withoutAgent().urgent(), Responder.class);
                Commanded client = new Commanded(
                        new AgentJvm(jdk, directory).agent("slow=90ms").urgent(), Asker.class)) {
            client.call("connect c 127.0.0.1 " + peer.number("serve 127.0.0.1 0 0"));
            List<Asked> asked = Asked.of(client.call(question("late", COUNT) + " " + SLEEP_MS));
            client.call("close c");
            List<Served> served = Served.of(peer.call("served"));
            List<Map<String, Object>> events = client.finish();

            assertPickedUpLate(events, asked, served);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void heapIsCollected(Jdk jdk) throws Exception {
        Path others = Files.createDirectory(directory.resolve("peer"));
        AgentJvm prepared =
                new AgentJvm(jdk, directory).agent("slow=20ms").option("-Xmx1g").urgent();
        try (Commanded peer =
                        new Commanded(new AgentJvm(jdk, others).withoutAgent().urgent(), Responder.class);
                Commanded client = new Commanded(prepared, Asker.class)) {
            client.call("fill " + LIVE_MIB);
            client.call("connect c 127.0.0.1 " + peer.number("serve 127.0.0.1 0 0"));
            List<Asked> asked = Asked.of(client.call(question("collect", COLLECTIONS)));
            client.call("close c");
            List<Served> served = Served.of(peer.call("served"));
            List<Map<String, Object>> events = client.finish();

            assertPickedUpLate(events, asked, served);
            assertNamesCollections(Exchanges.of(events, "exchange", "direction", "out"), asked);
        }
    }

    private static String question(String command, int count) {
        return command + " c " + count + " " + REQUEST_BYTES + " " + ANSWER_BYTES + " 0";
    }

    private static void assertPickedUpLate(List<Map<String, Object>> events, List<Asked> asked, List<Served> served) {
        List<Map<String, Object>> exchanges = Exchanges.of(events, "exchange", "direction", "out");
        Exchanges.assertComplete(exchanges, asked.size(), REQUEST_BYTES, ANSWER_BYTES);
        Exchanges.assertWitnessed(exchanges, asked, served);
        Exchanges.assertAgree("pickup_us", exchanges, Asked.times(asked, Asked::ignoredNs));
        Exchanges.assertAgree("total_us", exchanges, Asked.times(asked, Asked::totalNs));
        for (int i = 0; i < asked.size(); i++) {
            assertThat((long) exchanges.get(i).get("pickup_us"))
                    .as("it was there before the client saw it")
                    .isGreaterThanOrEqualTo(asked.get(i).ignoredNs() / 1_000);
        }
        List<Map<String, Object>> slow = Exchanges.of(events, "slow", "direction", "out");
        assertThat(slow).hasSameSizeAs(asked);
        Exchanges.assertBlamed("pickup_us", "jvm", slow);
    }

    /**
     * The JVM's own account has milliseconds only. What is named as a pause certainly was one and inside the wait, so it may
     * be less than that.
     */
    private static void assertNamesCollections(List<Map<String, Object>> exchanges, List<Asked> asked) {
        List<Long> namedPercent = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            long pickupUs = (long) exchanges.get(i).get("pickup_us");
            long collectedUs = asked.get(i).collectedMs * 1_000;
            assertThat(collectedUs).as("a collection worth the name").isGreaterThan(20_000);
            assertThat(pickupUs).isGreaterThan(collectedUs - 1_000);
            assertThat(exchanges.get(i)).containsKey("gc_us");
            long namedUs = (long) exchanges.get(i).get("gc_us");
            assertThat(namedUs).isBetween(0L, pickupUs);
            namedPercent.add(namedUs * 100 / collectedUs);
        }
        assertThat(Exchanges.median(namedPercent))
                .as("percent of the pauses, %s", namedPercent)
                .isGreaterThan(80);
    }
}
