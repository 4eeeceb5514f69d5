// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What holds for every exchange event, and how its times are compared with those of somebody who was there.
 *
 * <p>Threading: stateless.
 */
final class Exchanges {

    /** How far times may be from the truth: the larger of the two. */
    private static final long TOLERANCE_US = 1_000;

    private static final double TOLERANCE = 0.05;

    /** By the definition of the parts, all of them. */
    private static final List<String> CLIENT_PARTS =
            List.of("send_us", "network_us", "peer_us", "pickup_us", "transfer_us");

    private static final List<String> SERVER_PARTS = List.of("queue_wait_us", "transfer_us", "service_us", "send_us");

    private Exchanges() {}

    /** The exchanges of one connection, by its local port. */
    static List<Map<String, Object>> from(List<Map<String, Object>> events, long localPort) {
        return of(events, "exchange", "local_port", localPort);
    }

    /** The exchanges of one connection, by its remote port. */
    static List<Map<String, Object>> to(List<Map<String, Object>> events, long remotePort) {
        return of(events, "exchange", "remote_port", remotePort);
    }

    /** The events of a type where a key has this value. */
    static List<Map<String, Object>> of(List<Map<String, Object>> events, String type, String key, Object value) {
        return events.stream()
                .filter(event -> type.equals(event.get("event")) && value.equals(event.get(key)))
                .collect(Collectors.toList());
    }

    /** Nothing is missing, nothing is counted twice, and nothing is in two parts. */
    static void assertComplete(List<Map<String, Object>> exchanges, int count, long requestBytes, long responseBytes) {
        assertThat(exchanges).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(exchanges.get(i))
                    .containsEntry("exchange", i + 1L)
                    .containsEntry("request_bytes", requestBytes)
                    .containsEntry("response_bytes", responseBytes)
                    .doesNotContainKeys("multiplexed", "unanswered", "error");
            assertAddsUp(exchanges.get(i));
        }
    }

    /** The parts are the whole. */
    static void assertAddsUp(Map<String, Object> event) {
        List<String> parts = "in".equals(event.get("direction")) ? SERVER_PARTS : CLIENT_PARTS;
        long sum = 0;
        for (String part : parts) {
            // What an unanswered request has no time for has no key.
            long us = (long) event.getOrDefault(part, 0L);
            assertThat(us).as(part).isNotNegative();
            sum += us;
        }
        assertThat(event).containsEntry("total_us", sum);
    }

    /** Times that nobody can tell are not told. */
    static void assertHasNoTimes(Map<String, Object> event) {
        assertThat(event).containsEntry("multiplexed", true).doesNotContainKeys("total_us", "gc_us", "queue_wait_us");
        assertThat(event).doesNotContainKeys(CLIENT_PARTS.toArray(new String[0]));
    }

    /**
     * What both say of the same exchanges. The machine is not quiet: a thread may lose its CPU between the moment that the
     * kernel stamps and the one that the witness does. So it is the median of the differences that has to be small.
     */
    static void assertAgree(String part, List<Map<String, Object>> exchanges, List<Long> witnessNs) {
        assertThat(exchanges).hasSameSizeAs(witnessNs);
        List<Long> differences = new ArrayList<>();
        for (int i = 0; i < witnessNs.size(); i++) {
            differences.add((long) exchanges.get(i).get(part) - witnessNs.get(i) / 1_000);
        }
        double toleranceUs = Math.max(TOLERANCE_US, median(witnessNs) / 1_000 * TOLERANCE);
        assertThat((double) Math.abs(median(differences)))
                .as("%s, differences in us: %s", part, differences)
                .isLessThanOrEqualTo(toleranceUs);
    }

    /**
     * What cannot be otherwise, however busy the machine is: a call lies within what the client saw of it, an answer comes
     * after the server began it, and the server began it after the request had come.
     */
    static void assertWitnessed(List<Map<String, Object>> exchanges, List<Asked> asked, List<Served> served) {
        assertThat(exchanges).hasSameSizeAs(asked).hasSameSizeAs(served);
        for (int i = 0; i < asked.size(); i++) {
            Map<String, Object> event = exchanges.get(i);
            Asked client = asked.get(i);
            Served server = served.get(i);
            long afterArrivalUs = us(event, "pickup_us") + us(event, "transfer_us");
            long totalUs = us(event, "total_us");
            assertThat(totalUs).as("all of %s", event).isLessThanOrEqualTo(client.totalNs() / 1_000);
            assertThat(totalUs - afterArrivalUs)
                    .as("to the answer's arrival in %s", event)
                    .isGreaterThanOrEqualTo((server.answerNs - server.firstReadNs) / 1_000);
            // A microsecond is lost where the difference of two times is shown.
            assertThat(us(event, "network_us") + us(event, "peer_us"))
                    .as("from what was sent to the answer's arrival in %s", event)
                    .isGreaterThanOrEqualTo((server.answerNs - client.sentNs) / 1_000 - 1);
            assertThat(afterArrivalUs)
                    .as("from the answer's arrival in %s", event)
                    .isLessThanOrEqualTo((client.endNs - server.answerNs) / 1_000 + 1);
        }
    }

    /** Where one part is most of a slow call it is to blame; and in most of these calls it is. */
    static void assertBlamed(String part, String verdict, List<Map<String, Object>> slow) {
        List<Map<String, Object>> clear = slow.stream()
                .filter(event -> 2 * us(event, part) > us(event, "total_us") + us(event, "connect_us"))
                .collect(Collectors.toList());
        assertThat(clear)
                .hasSizeGreaterThan(slow.size() / 2)
                .allSatisfy(event -> assertThat(event).containsEntry("verdict", verdict));
    }

    /** A time; 0 if there is none. */
    static long us(Map<String, Object> event, String key) {
        return (long) event.getOrDefault(key, 0L);
    }

    static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
