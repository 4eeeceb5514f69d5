// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The exchanges that the agent has seen.
 *
 * <p>Threading: stateless.
 */
final class Exchanges {

    private static final List<String> CLIENT_PARTS =
            List.of("send_us", "network_us", "peer_us", "pickup_us", "transfer_us");
    private static final List<String> SERVER_PARTS = List.of("queue_wait_us", "transfer_us", "service_us", "send_us");

    /** How far the peer's part of most exchanges may be from what it did. */
    private static final long TOLERANCE_US = 1_000;

    /** How far the wall clocks of JVM and agent may be from each other. */
    private static final long CLOCK_US = 2_000;

    private Exchanges() {}

    /** A JVM that finds the libraries of the protocols, and nothing of the agent but the agent. */
    static AgentJvm jvm(Jdk jdk, Path directory) throws IOException {
        return jvm(Libraries.COMPILED, jdk, directory);
    }

    /** The same with other libraries. */
    static AgentJvm jvm(Libraries libraries, Jdk jdk, Path directory) throws IOException {
        return new AgentJvm(jdk, directory)
                .option("-cp", libraries.classPath(), "-Dslf4j.internal.verbosity=ERROR", "-Dio.netty.noUnsafe=true");
    }

    /** Those of one direction. */
    static List<Map<String, Object>> of(AgentJvm jvm, String direction) {
        return jvm.events("exchange").stream()
                .filter(exchange -> direction.equals(exchange.get("direction")))
                .collect(Collectors.toList());
    }

    /** Those of one direction when there are so many, no more and no fewer; a last one is known five seconds after it. */
    static List<Map<String, Object>> await(AgentJvm jvm, String direction, int count) throws InterruptedException {
        for (int all = count; of(jvm, direction).size() < count; all++) {
            jvm.awaitEvents("exchange", all);
        }
        return of(jvm, direction);
    }

    /** By the port at the client's end. */
    static Map<Long, List<Map<String, Object>>> byClientPort(List<Map<String, Object>> exchanges) {
        return exchanges.stream()
                .collect(Collectors.groupingBy(
                        exchange -> (Long)
                                exchange.get(exchange.get("direction").equals("out") ? "local_port" : "remote_port"),
                        TreeMap::new,
                        Collectors.toList()));
    }

    static boolean isMultiplexed(Map<String, Object> exchange) {
        return Boolean.TRUE.equals(exchange.get("multiplexed"));
    }

    static long number(Map<String, Object> exchange, String key) {
        return (Long) exchange.get(key);
    }

    static long sum(List<Map<String, Object>> exchanges, String key) {
        return exchanges.stream().mapToLong(exchange -> number(exchange, key)).sum();
    }

    /** When it began, in microseconds of the epoch. */
    static long beginUs(Map<String, Object> exchange) {
        java.time.Instant end = java.time.Instant.parse((String) exchange.get("ts"));
        return end.getEpochSecond() * 1_000_000 + end.getNano() / 1_000 - number(exchange, "total_us");
    }

    /** Parts that add up, or none of them; numbers without a gap on each connection. */
    static void assertWhole(List<Map<String, Object>> exchanges) {
        for (Map<String, Object> exchange : exchanges) {
            assertThat(exchange).doesNotContainKey("unanswered");
            List<String> parts = exchange.get("direction").equals("out") ? CLIENT_PARTS : SERVER_PARTS;
            if (isMultiplexed(exchange)) {
                assertThat(exchange).doesNotContainKeys("total_us", "peer_us", "service_us");
            } else {
                long sumUs =
                        parts.stream().mapToLong(part -> number(exchange, part)).sum();
                assertThat(sumUs).as(exchange.toString()).isEqualTo(number(exchange, "total_us"));
            }
        }
        byClientPort(exchanges).values().forEach(connection -> {
            for (int i = 0; i < connection.size(); i++) {
                assertThat(connection.get(i)).containsEntry("exchange", i + 1L);
            }
        });
    }

    /**
     * An answer comes when its server lets it go, and a call lies within what the client saw of it: always, however busy the
     * machine is. What is said of the peer is what it did: for most of them, as somebody may lose the CPU between an event and
     * the look at the clock.
     *
     * @param heldNs how long the server kept each
     * @param calledUs how long each took the client
     */
    static void assertHeld(List<Map<String, Object>> exchanges, List<Long> heldNs, List<Long> calledUs) {
        assertThat(exchanges).hasSameSizeAs(heldNs).hasSameSizeAs(calledUs);
        List<Long> differences = new ArrayList<>();
        for (int i = 0; i < exchanges.size(); i++) {
            Map<String, Object> exchange = exchanges.get(i);
            long heldUs = heldNs.get(i) / 1_000;
            long peerUs = number(exchange, "peer_us");
            assertThat(number(exchange, "send_us") + number(exchange, "network_us") + peerUs)
                    .as("to the answer's arrival in %s", exchange)
                    .isGreaterThanOrEqualTo(heldUs);
            assertThat(number(exchange, "total_us")).as("all of %s", exchange).isLessThanOrEqualTo(calledUs.get(i));
            differences.add(Math.abs(peerUs - heldUs));
        }
        Collections.sort(differences);
        assertThat(differences.get(differences.size() / 2))
                .as("half of the differences, in us: %s", differences)
                .isLessThanOrEqualTo(TOLERANCE_US);
    }

    static long multiplexed(List<Map<String, Object>> exchanges) {
        return exchanges.stream().filter(Exchanges::isMultiplexed).count();
    }

    /** It lies within what the client saw of a request, and its answer came when the server had let it go, or later. */
    static boolean isOfARequest(Map<String, Object> exchange, List<String[]> requests) {
        long beginUs = beginUs(exchange);
        long endUs = beginUs + number(exchange, "total_us");
        long arrivedUs = number(exchange, "send_us") + number(exchange, "network_us") + number(exchange, "peer_us");
        return requests.stream().anyMatch(words -> {
            long calledUs = Long.parseLong(words[2]);
            return beginUs > calledUs - CLOCK_US
                    && endUs < calledUs + Long.parseLong(words[3]) + CLOCK_US
                    // Before JDK 19 a thread sleeps whole milliseconds.
                    && arrivedUs > (Pace.delayMs(Integer.parseInt(words[1])) - 1) * 1_000L;
        });
    }
}
