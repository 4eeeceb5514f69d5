// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.api.Ebpflow;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Subscribers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application is told of its flows is what the log says, and a bad listener harms nobody else. */
class SubscriptionIT {
    private static final int CALLS = 23;

    /** More than the queue of a listener holds, which is 4 096. */
    private static final int MANY_CALLS = 4_999;

    @TempDir
    Path directory;

    private CalledPeer peer;

    @BeforeEach
    void listen() throws Exception {
        peer = new CalledPeer();
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
    }

    private AgentJvm prepared(Jdk jdk) {
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m")
                .option("-cp", pathOf(Subscribers.class) + ":" + pathOf(Ebpflow.class));
    }

    private static String pathOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private static List<String> run(AgentJvm jvm, String... commands) throws Exception {
        List<String> said = new ArrayList<>();
        for (String command : commands) {
            jvm.go(command);
            said.addAll(jvm.awaitPause("done"));
        }
        return said;
    }

    /** What the log says of the first calls. */
    private static List<String> logged(AgentJvm jvm, int count) throws InterruptedException {
        return jvm.awaitEvents("exchange", count).stream()
                .filter(event -> (Long) event.get("exchange") <= count)
                .map(Object::toString)
                .collect(Collectors.toList());
    }

    private static List<String> told(List<String> said, String name) {
        String prefix = "told\t" + name + "\t";
        return said.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .collect(Collectors.toList());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void tellsWhatTheLogSaysAndSurvivesBadListeners(Jdk jdk) throws Exception {
        try (AgentJvm jvm = prepared(jdk).start(Subscribers.class)) {
            run(jvm, "peer " + peer.port(), "failing", "blocking", "chatty", "exchanges", "calls " + CALLS);
            run(jvm, "await " + (CALLS - 1) + " all");
            // The last call lasts until the next one begins, or for five seconds.
            List<String> said = run(jvm, "calls 1", "await 23 all", "await 23 failing", "await 23 chatty", "told");

            assertThat(told(said, "all")).containsExactlyInAnyOrderElementsOf(logged(jvm, CALLS));
            assertThat(said)
                    .contains("count\tall\t" + CALLS + "\t0\t0")
                    .contains("count\tblocking\t0\t0\t0")
                    .anyMatch(line -> line.matches("count\tfailing\t(" + CALLS + ")\t0\t\\1"));
            assertThat(jvm.events("exchange"))
                    .as("what a listener does itself is not told")
                    .allSatisfy(event -> assertThat(event).containsEntry("remote_port", (long) peer.port()));
            assertThat(jvm.err().stream().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .contains("a listener of flows failed, " + Subscribers.class.getName(), "on purpose");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void countsWhatABusyListenerMisses(Jdk jdk) throws Exception {
        try (AgentJvm jvm = prepared(jdk).agent("flows=off").start(Subscribers.class)) {
            run(jvm, "peer " + peer.port(), "blocking", "exchanges", "short " + (MANY_CALLS + 1));
            List<String> said = run(jvm, "await " + MANY_CALLS + " all", "await 902 blocking", "told", "counters");

            int dropped = MANY_CALLS - 4_096 - 1; // one is what it never returned from
            assertThat(said)
                    .contains("count\tall\t" + MANY_CALLS + "\t0\t0")
                    .contains("count\tblocking\t0\t" + dropped + "\t0")
                    .contains("counter\tsubscription_events\t" + dropped)
                    .contains("counter\tsubscriptions\t2");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void filtersWhereTheEventsAre(Jdk jdk) throws Exception {
        try (AgentJvm jvm = prepared(jdk).start(Subscribers.class)) {
            run(jvm, "peer " + peer.port(), "filters", "named 7", "exchanges", "calls " + CALLS, "calls 1");
            List<String> said = run(jvm, "await 24 all", "await 24 out", "await 24 net", "await 1 request", "told");

            int withNamed = CALLS + 1;
            assertThat(said.stream().filter(line -> line.startsWith("count")))
                    .containsExactly(
                            "count\tout\t" + withNamed + "\t0\t0",
                            "count\tin\t0\t0\t0",
                            "count\tnet\t" + withNamed + "\t0\t0",
                            "count\telsewhere\t0\t0\t0",
                            "count\tslow\t0\t0\t0",
                            "count\trequest\t1\t0\t0",
                            "count\tnobody\t0\t0\t0",
                            "count\thealth\t0\t0\t0",
                            "count\tall\t" + withNamed + "\t0\t0");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void waitsForAnAgentAndIsNotKeptByIt(Jdk jdk) throws Exception {
        try (AgentJvm jvm = prepared(jdk).forAttach().start(Subscribers.class)) {
            List<String> before = run(jvm, "peer " + peer.port(), "exchanges", "calls 5", "active", "other");
            jvm.attach();
            // Of the first call half is over when the agent sees the connection; the last one has not ended.
            List<String> during =
                    run(jvm, "hooks", "active", "calls " + (CALLS + 2), "await 23 all", "other", "calls 1", "collect");
            List<String> between = run(jvm, "uninstall", "active", "calls 5", "told");
            jvm.attach();
            List<String> again = run(jvm, "hooks", "active", "calls 9", "await 31 all", "close", "calls 5");
            List<String> after = run(jvm, "active", "told");

            assertThat(before).containsExactly("active\tfalse");
            assertThat(during).containsExactly("active\ttrue", "collected\ttrue");
            assertThat(between).startsWith("active\tfalse").anyMatch(line -> line.startsWith("count\tall\t"));
            assertThat(again).containsExactly("active\ttrue");
            assertThat(after).startsWith("active\tfalse");
            assertThat(jvm.err()).allMatch(line -> line.startsWith("[ebpflow] INFO "));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theExampleIsToldOfAllItsCalls(Jdk jdk) throws Exception {
        String example = System.getProperty("ebpflow.test.repository") + "/examples/subscriber/target/classes";
        List<String> command =
                List.of("-cp", example + ":" + pathOf(Ebpflow.class), "com.example.subscriber.WaitsPerPeer");
        JvmRun with = new JvmRun(jdk, directory).agent("flows=off,wait=30s").runWith(command);
        assertThat(with.out()).matches("told of all 23 calls\n127\\.0\\.0\\.1:\\d+ \\d+ us\n");

        JvmRun without = new JvmRun(jdk, directory).runWith(command);
        assertThat(without.out()).isEqualTo("no agent has told of 23\n");
        assertThat(without.err()).isEmpty();
    }
}
