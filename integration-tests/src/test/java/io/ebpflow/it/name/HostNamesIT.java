// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Names;
import io.ebpflow.it.app.Sizes;
import io.ebpflow.it.app.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Host names: the one of each connect, and what looking it up cost whom. */
class HostNamesIT {

    private static final String LITERAL = "127.0.0.1";
    private static final List<String> HOSTS = List.of("alpha.test", "beta.test", LITERAL, "gamma.test");
    private static final String WORK = "io.ebpflow.it.app.Names#lookup+io.ebpflow.it.app.Names#call";

    /** What the JDK once found it keeps for the whole test, however long that takes. */
    private static final String ASKED_ONCE = "-Dsun.net.inetaddr.ttl=600";

    private static final int SLOW_MS = 150;

    /** To find that a connection is gone whose close nobody saw: it is asked about after it was silent for a minute. */
    private static final int CLOSES_WITHIN_SECONDS = 100;

    @TempDir
    Path directory;

    private ServerSocket peer;

    @BeforeEach
    void servePeer() throws IOException {
        peer = new ServerSocket(0, 1_009, InetAddress.getByName(LITERAL));
        Thread thread = new Thread(this::serve, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (true) {
            try (Socket socket = peer.accept()) {
                if (socket.getInputStream().readNBytes(Names.REQUEST_BYTES).length == Names.REQUEST_BYTES) {
                    socket.getOutputStream().write(new byte[Names.RESPONSE_BYTES]);
                    socket.getInputStream().read();
                }
            } catch (IOException e) {
                if (peer.isClosed()) {
                    return;
                }
            }
        }
    }

    @AfterEach
    void closePeer() throws IOException {
        peer.close();
    }

    private static List<String> answers(AgentJvm jvm, String command) throws Exception {
        jvm.go(command);
        return jvm.awaitPause("done");
    }

    private static long durationNs(List<String> answer) {
        return Long.parseLong(answer.get(0).split("\t")[1]);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyConnectBearsTheNameThatTheApplicationUsed(Jdk jdk) throws Exception {
        Hosts hosts = Hosts.file(directory.resolve("hosts"), LITERAL + " alpha.test beta.test gamma.test");
        try (AgentJvm jvm =
                new AgentJvm(jdk, directory).option(hosts.option(), ASKED_ONCE).start(Names.class)) {
            compare(jvm, "platform");
            assertThat(jvm.events("connect")).hasSize(Sizes.CONNECTIONS * Style.values().length * HOSTS.size());
            if (jdk.release() >= 21) {
                compare(jvm, "virtual");
            }
            // The JDK kept the answers: each was asked for once.
            assertThat(jvm.events("lookup"))
                    .extracting(event -> event.get("remote_name"))
                    .containsExactlyInAnyOrder("alpha.test", "beta.test", "gamma.test");
            jvm.finish();
        }
    }

    private void compare(AgentJvm jvm, String kind) throws Exception {
        int connects = jvm.events("connect").size();
        int closesBefore = jvm.events("close").size();
        long closes = knownCloses(jvm);
        Map<Long, String> asked = new HashMap<>();
        for (String line :
                answers(jvm, "connect " + peer.getLocalPort() + " " + kind + " " + String.join(",", HOSTS))) {
            String[] words = line.split("\t");
            assertThat(asked.put(Long.parseLong(words[1]), words[0])).isNull();
        }
        assertThat(asked).hasSize(Sizes.CONNECTIONS * Style.values().length * HOSTS.size());
        jvm.awaitEvents("connect", connects + asked.size());
        assertNamed(jvm.events("connect"), connects, asked);
        assertThat(awaitCloses(jvm, closes + asked.size())).isEqualTo(closes + asked.size());
        assertNamed(jvm.events("close"), closesBefore, asked);
    }

    /** The kernel programs may be skipped for a close: then it is not shown but counted as lost, some seconds later. */
    private static long awaitCloses(AgentJvm jvm, long count) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSES_WITHIN_SECONDS);
        while (knownCloses(jvm) < count && System.nanoTime() < deadlineNs) {
            Thread.sleep(20);
        }
        return knownCloses(jvm);
    }

    private static long knownCloses(AgentJvm jvm) {
        return jvm.events("close").size() + jvm.lost("close");
    }

    private static void assertNamed(List<Map<String, Object>> events, int from, Map<Long, String> asked) {
        for (Map<String, Object> event : events.subList(from, events.size())) {
            String host = asked.get((Long) event.get("local_port"));
            assertThat(host).as("%s", event).isNotNull();
            assertThat(event.get("remote_name")).as("%s", event).isEqualTo(host.equals(LITERAL) ? null : host);
        }
        assertThat(events).hasSizeGreaterThan(from);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aSlowLookupIsPartOfTheCallThatWaitedForIt(Jdk jdk) throws Exception {
        Hosts hosts = Hosts.pipe(directory.resolve("hosts"));
        try (AgentJvm jvm = new AgentJvm(jdk, directory)
                .agent("slow=" + SLOW_MS + "ms,methods=" + WORK)
                .option(hosts.option())
                .urgent()
                .start(Names.class)) {
            call(jvm, hosts, 211, "slow.test", "platform");
            if (jdk.release() >= 21) {
                call(jvm, hosts, 251, "slower.test", "virtual");
            }
            int slow = jvm.events("slow").size();
            long tookMs = call(jvm, hosts, 7, "fast.test", "platform") / 1_000_000;
            jvm.finish();
            // Slow only if the application waited that long.
            assertThat(jvm.events("slow")).hasSizeBetween(slow, slow + (tookMs < SLOW_MS ? 0 : 1));
        }
    }

    /** Looks up, connects and asks. The lookup took as long as the answer was held back, but no longer than all of it, which is returned. */
    private long call(AgentJvm jvm, Hosts hosts, int delayMs, String host, String kind) throws Exception {
        int lookups = jvm.events("lookup").size();
        FutureTask<Long> answered = hosts.answer(delayMs, LITERAL + " " + host);
        List<String> answer = answers(jvm, "call " + host + " " + peer.getLocalPort() + " " + kind);
        long leastUs = answered.get(AgentJvm.TIME_LIMIT_SECONDS, TimeUnit.SECONDS) / 1_000;

        Map<String, Object> lookup = jvm.awaitEvents("lookup", lookups + 1).get(lookups);
        assertThat(lookup)
                .containsEntry("remote_name", host)
                .containsEntry("remote_addr", LITERAL)
                .containsEntry("thread", "names-worker")
                .containsEntry("virtual", kind.equals("virtual"))
                .containsEntry("confidence", "exact")
                .containsEntry("context", "io.ebpflow.it.app.Names.call")
                .doesNotContainKeys("error", "proto", "remote_port", "direction");
        long lookupUs = (Long) lookup.get("lookup_us");
        assertThat(lookupUs).isBetween(leastUs, durationNs(answer) / 1_000);
        Map<String, Object> connect = jvm.awaitEvents("connect", lookups + 1).get(lookups);
        assertThat(connect).containsEntry("lookup_us", lookupUs).containsEntry("remote_name", host);
        if (delayMs > SLOW_MS) {
            assertThat(jvm.awaitEvents("slow", lookups + 1).get(lookups))
                    .containsEntry("verdict", "lookup")
                    .containsEntry("lookup_us", lookupUs)
                    .containsEntry("connect_us", connect.get("connect_us"))
                    .containsEntry("remote_name", host)
                    .containsEntry("context_id", lookup.get("context_id"))
                    .containsEntry("response_bytes", (long) Names.RESPONSE_BYTES);
        }
        return durationNs(answer);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLookupThatFailsIsShownAndSlowByItself(Jdk jdk) throws Exception {
        Hosts hosts = Hosts.pipe(directory.resolve("hosts"));
        try (AgentJvm jvm = new AgentJvm(jdk, directory)
                .agent("flows=notable,slow=150ms,methods=" + WORK)
                .option(hosts.option())
                .start(Names.class)) {
            FutureTask<Long> answered = hosts.answer(211, LITERAL + " other.test");
            List<String> answer = answers(jvm, "lookup nowhere.test platform");
            assertThat(answer.get(0)).contains("UnknownHostException");
            Map<String, Object> lookup = jvm.awaitEvents("lookup", 1).get(0);
            assertThat(lookup)
                    .containsEntry("remote_name", "nowhere.test")
                    .containsEntry("error", "UNKNOWN_HOST")
                    .containsEntry("context", "io.ebpflow.it.app.Names.lookup")
                    .doesNotContainKey("remote_addr");
            assertThat((Long) lookup.get("lookup_us"))
                    .isBetween(
                            answered.get(AgentJvm.TIME_LIMIT_SECONDS, TimeUnit.SECONDS) / 1_000,
                            durationNs(answer) / 1_000);
            assertThat(jvm.awaitEvents("slow", 1).get(0))
                    .containsEntry("verdict", "lookup")
                    .containsEntry("lookup_us", lookup.get("lookup_us"))
                    .containsEntry("error", "UNKNOWN_HOST")
                    .containsEntry("remote_name", "nowhere.test")
                    .doesNotContainKeys("proto", "total_us", "connect_us");
            jvm.finish();
        }
    }
}
