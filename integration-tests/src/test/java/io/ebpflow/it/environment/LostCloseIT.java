// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no program saw is counted, and leaves nothing behind. */
class LostCloseIT {

    private static final int CONNECTIONS = 23;

    /** In doubt after three seconds, then asked about after two, four, eight... */
    private static final int DOUBTFUL_MS = 8_000;

    @TempDir
    Path directory;

    private static void hold(Talker talker) throws Exception {
        talker.hold(CONNECTIONS);
        List<Map<String, Object>> events = talker.jvm().nextEvents(1 + 2 * CONNECTIONS);
        assertThat(Talker.of(events, "connect")).hasSize(CONNECTIONS);
        assertThat(Talker.of(events, "accept")).hasSize(CONNECTIONS);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void countsClosesThatNoProgramSaw(Jdk jdk) throws Exception {
        try (Talker talker = new Talker(new AgentJvm(jdk, directory))) {
            hold(talker);
            assertThat(BlindSpot.cover(talker.jvm().process().pid())).isGreaterThanOrEqualTo(2 * CONNECTIONS);
            talker.release();
            talker.awaitNoFlow();
            assertThat(talker.lost("close")).isEqualTo(2 * CONNECTIONS);

            List<Map<String, Object>> rest = talker.jvm().finish();
            assertThat(rest).allSatisfy(event -> assertThat(event).containsEntry("event", "health"));
            assertThat(rest.get(rest.size() - 1)).containsEntry("lost_records", Map.of("close", 2L * CONNECTIONS));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void leavesAloneWhatIsOnlySlowToClose(Jdk jdk) throws Exception {
        try (Talker talker = new Talker(new AgentJvm(jdk, directory))) {
            hold(talker);
            Thread.sleep(DOUBTFUL_MS);
            assertThat(talker.number("live")).isEqualTo(2 * CONNECTIONS);

            talker.release();
            assertThat(Talker.of(talker.jvm().nextEvents(2 * CONNECTIONS), "close"))
                    .hasSize(2 * CONNECTIONS);
            talker.finish();
        }
    }
}
