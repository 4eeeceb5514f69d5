// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.FlowLog;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Asker;
import io.ebpflow.it.app.Responder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 16 threads share 8 connections, as fast as they can: every request is one exchange, and its parts are its total. */
class PoolIT {

    private static final int COUNT = 100_000;
    private static final int THREADS = 16;
    private static final int CONNECTIONS = 8;

    /** The listening socket, and each connection's begin and end. */
    private static final int OTHERS = 1 + 2 * CONNECTIONS;

    @TempDir
    Path directory;

    private Path peerDirectory;
    private long shown;
    private long requestBytes;
    private long responseBytes;
    private long others;
    private long lost;

    /** Of each flow: the number of its last exchange. */
    private final Map<Object, Long> numbers = new HashMap<>();

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyRequestOfTheClient(Jdk jdk) throws Exception {
        peerDirectory = Files.createDirectory(directory.resolve("peer"));
        try (Commanded peer = new Commanded(new AgentJvm(jdk, peerDirectory).withoutAgent(), Responder.class);
                Commanded client = new Commanded(watched(jdk), Asker.class)) {
            String[] asked = ask(peer, client);
            end(client);

            assertSeen(asked, "out");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyRequestOfTheServer(Jdk jdk) throws Exception {
        peerDirectory = Files.createDirectory(directory.resolve("peer"));
        try (Commanded server = new Commanded(watched(jdk), Responder.class);
                Commanded client = new Commanded(new AgentJvm(jdk, peerDirectory).withoutAgent(), Asker.class)) {
            String[] asked = ask(server, client);
            end(server);

            assertSeen(asked, "in");
        }
    }

    /** To standard error: so many lines would roll a file over, out of reach. Nothing but exchanges, opens and closes. */
    private AgentJvm watched(Jdk jdk) {
        return new AgentJvm(jdk, directory).agent("file=,snapshot=0,slow=60m");
    }

    private static String[] ask(Commanded server, Commanded client) throws Exception {
        int port = server.number("serve 127.0.0.1 0 0");
        return client.call("pool 127.0.0.1 " + port + " " + THREADS + " " + CONNECTIONS + " " + COUNT)
                .get(0)
                .split("\t");
    }

    private static void end(Commanded watched) throws Exception {
        watched.jvm().go("end");
        assertThat(watched.jvm().process().waitFor(AgentJvm.TIME_LIMIT_SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    private void assertSeen(String[] asked, String direction) throws Exception {
        try (Stream<String> lines = Files.lines(directory.resolve("err.txt"))) {
            lines.filter(line -> line.startsWith("{")).map(FlowLog::parse).forEach(event -> count(event, direction));
        }
        assertThat(asked[0]).isEqualTo(Integer.toString(COUNT));
        // What the views lost is one sum: as many of it as are missing of the others may be others.
        assertThat(shown + lost)
                .as("%d shown, %d lost, %d others", shown, lost, others)
                .isBetween((long) COUNT, COUNT + Math.max(0, OTHERS - others));
        if (lost == 0) {
            assertThat(requestBytes).isEqualTo(Long.parseLong(asked[1]));
            assertThat(responseBytes).isEqualTo(Long.parseLong(asked[2]));
        }
        assertThat(numbers).hasSize(CONNECTIONS);
        // The last ones of a connection may be among those that were lost.
        assertThat(numbers.values().stream().mapToLong(Long::longValue).sum()).isBetween(COUNT - lost, (long) COUNT);
        // Many more are shown than the queues hold: they are emptied as they fill.
        assertThat(shown).isGreaterThan(COUNT / 2);
    }

    private void count(Map<String, Object> event, String direction) {
        if (event.get("event").equals("health")) {
            // Cumulative: the last one says it all.
            lost = ((Map<?, ?>) event.get("lost_records"))
                    .entrySet().stream()
                            .filter(entry -> entry.getKey().equals("exchange")
                                    || entry.getKey().equals("view_events"))
                            .mapToLong(entry -> (Long) entry.getValue())
                            .sum();
        } else if (!event.get("event").equals("exchange")) {
            others++;
        } else {
            assertThat(event)
                    .containsEntry("direction", direction)
                    .doesNotContainKeys("multiplexed", "unanswered", "error");
            Exchanges.assertAddsUp(event);
            shown++;
            requestBytes += (long) event.get("request_bytes");
            responseBytes += (long) event.get("response_bytes");
            Long before = numbers.put(event.get("flow_id"), (Long) event.get("exchange"));
            assertThat((long) event.get("exchange")).isGreaterThan(before == null ? 0 : before);
        }
    }
}
