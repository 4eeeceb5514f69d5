// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Command;
import io.ebpflow.it.FlowLog;
import io.ebpflow.it.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More in a moment than anyone can read: every event is there, or counted as missing. */
class BurstIT {

    private static final int THREADS = 8;
    private static final int PER_THREAD = 1_250;
    private static final int CONNECTIONS = THREADS * PER_THREAD;

    /** To find a close that no program saw of a flow whose connect was lost as well takes two searches, and each takes its turn. */
    private static final int SEARCHES_SECONDS = 90;

    @TempDir
    Path directory;

    /** Ends the JVM once its log stands still: the end of a JVM does not wait for a long queue. */
    private List<Map<String, Object>> run(Talker talker) throws Exception {
        assertThat(talker.burst(THREADS, PER_THREAD)).isEqualTo(CONNECTIONS + "\t" + CONNECTIONS);
        schedule("--other", talker);
        awaitStill();
        talker.awaitNoFlow();
        for (int i = 0; i < SEARCHES_SECONDS && closes() + talker.lost("close") < 2 * CONNECTIONS; i++) {
            Thread.sleep(1_000);
        }
        talker.jvm().finish();
        return events();
    }

    private void awaitStill() throws Exception {
        long before = -1;
        for (long size = 0; size > before; size = logBytes()) {
            before = size;
            Thread.sleep(1_000);
        }
    }

    private int closes() throws IOException {
        return Talker.of(events(), "close").size();
    }

    private List<Map<String, Object>> events() throws IOException {
        List<Map<String, Object>> events = new ArrayList<>();
        for (Path file : logFiles()) {
            events.addAll(new FlowLog(file).events());
        }
        return events;
    }

    private long logBytes() throws IOException {
        long bytes = 0;
        for (Path file : logFiles()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** This much rolls over. */
    private List<Path> logFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("flows.json"))
                    .collect(Collectors.toList());
        }
    }

    /** The newest health event has the totals. */
    private static long lost(List<Map<String, Object>> events, String what) {
        List<Map<String, Object>> health = Talker.of(events, "health");
        if (health.isEmpty()) {
            return 0;
        }
        return health.stream()
                .map(event -> (Map<?, ?>) event.get("lost_records"))
                .mapToLong(lost -> lost.containsKey(what) ? (Long) lost.get(what) : 0)
                .max()
                .getAsLong();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyConnectionOfTenThousandIsSeenOrCounted(Jdk jdk) throws Exception {
        try (Talker talker = new Talker(new AgentJvm(jdk, directory))) {
            List<Map<String, Object>> events = run(talker);

            assertCounted(events);
            if (Talker.of(events, "health").isEmpty()) {
                List<Map<String, Object>> accepts = Talker.of(events, "accept");
                assertThat(accepts).hasSize(CONNECTIONS);
                assertThat(accepts.stream().filter(event -> !event.containsKey("accept_wait_us")))
                        .as("accepted, but not seen when and by whom")
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void countsLostRecordsWhenTheRingIsFull(Jdk jdk) throws Exception {
        // The smallest ring, 320 records, and until the burst is over a reader that runs only when nobody else wants
        // to.
        try (Talker talker = new Talker(new AgentJvm(jdk, directory).agent("ring=64k"))) {
            schedule("--idle", talker);
            List<Map<String, Object>> events = run(talker);

            assertThat(lost(events, "connect") + lost(events, "accept") + lost(events, "close"))
                    .isPositive();
            assertCounted(events);
        }
    }

    private static void assertCounted(List<Map<String, Object>> events) {
        assertThat(lost(events, "view_events")).isZero();
        assertThat(Talker.of(events, "connect").size() + lost(events, "connect"))
                .isEqualTo(CONNECTIONS);
        assertThat(Talker.of(events, "close").size() + lost(events, "close")).isEqualTo(2 * CONNECTIONS);
        // A close makes good for a lost arrival.
        assertThat(Talker.of(events, "accept").size() + lost(events, "accept")).isGreaterThanOrEqualTo(CONNECTIONS);
    }

    private static void schedule(String policy, Talker talker) throws Exception {
        Command.run("chrt", policy, "--pid", "0", String.valueOf(tidOf(talker, "ebpflow-reader")));
    }

    private static long tidOf(Talker talker, String thread) throws IOException {
        Path tasks = Path.of("/proc/" + talker.jvm().process().pid() + "/task");
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.collect(Collectors.toList())) {
                if (Files.readString(task.resolve("comm")).trim().equals(thread)) {
                    return Long.parseLong(task.getFileName().toString());
                }
            }
        }
        throw new IllegalStateException("no thread " + thread);
    }
}
