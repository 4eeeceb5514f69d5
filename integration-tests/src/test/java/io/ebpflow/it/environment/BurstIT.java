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

/** More in a moment than anyone can read: every event is there, or counted as missing. */
class BurstIT {

    private static final int THREADS = 8;
    private static final int PER_THREAD = 1_250;
    private static final int CONNECTIONS = THREADS * PER_THREAD;

    @TempDir
    Path directory;

    /** Ends the JVM once its log stands still: the end of a JVM does not wait for a long queue. */
    private static List<Map<String, Object>> run(AgentJvm prepared, int perThread) throws Exception {
        try (Talker talker = new Talker(prepared)) {
            int connections = THREADS * perThread;
            assertThat(talker.burst(THREADS, perThread)).isEqualTo(connections + "\t" + connections);
            int before = -1;
            for (int size = 0; size > before; size = talker.jvm().events().size()) {
                before = size;
                Thread.sleep(1_000);
            }
            return talker.jvm().finish();
        }
    }

    private static long lost(List<Map<String, Object>> events, String what) {
        List<Map<String, Object>> health = Talker.of(events, "health");
        if (health.isEmpty()) {
            return 0;
        }
        Map<?, ?> lost = (Map<?, ?>) health.get(health.size() - 1).get("lost_records");
        return lost.containsKey(what) ? (Long) lost.get(what) : 0;
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyConnectionOfTenThousandIsSeenOrCounted(Jdk jdk) throws Exception {
        List<Map<String, Object>> events = run(new AgentJvm(jdk, directory), PER_THREAD);

        assertThat(lost(events, "view_events")).isZero();
        assertThat(Talker.of(events, "connect").size() + lost(events, "connect"))
                .isEqualTo(CONNECTIONS);
        assertThat(Talker.of(events, "close").size() + lost(events, "close")).isEqualTo(2L * CONNECTIONS);
        assertThat(Talker.of(events, "accept").size() + lost(events, "accept")).isGreaterThanOrEqualTo(CONNECTIONS);
        if (Talker.of(events, "health").isEmpty()) {
            assertThat(Talker.of(events, "accept"))
                    .hasSize(CONNECTIONS)
                    .allSatisfy(event -> assertThat(event).containsKeys("accept_wait_us", "thread"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void countsLostRecordsWhenTheRingIsFull(Jdk jdk) throws Exception {
        // A page: twenty records.
        int perThread = 250;
        List<Map<String, Object>> events = run(new AgentJvm(jdk, directory).agent("ring=4k"), perThread);
        long connections = (long) THREADS * perThread;

        assertThat(lost(events, "close")).isPositive();
        assertThat(Talker.of(events, "connect").size() + lost(events, "connect"))
                .isEqualTo(connections);
        assertThat(Talker.of(events, "close").size() + lost(events, "close")).isEqualTo(2 * connections);
    }
}
