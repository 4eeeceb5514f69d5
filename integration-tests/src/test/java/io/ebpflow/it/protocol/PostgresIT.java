// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real PostgreSQL behind a pool: as many exchanges as round trips, and the time that a query sleeps is the peer's. */
class PostgresIT {

    private static final int QUERIES = 101;

    /** The startup message, then one setting. */
    private static final int LOGIN = 2;

    /** The pool tries its first connection with an empty query and asks for the isolation level. */
    private static final int FIRST_OF_POOL = 2;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anExchangePerRoundTrip(Jdk jdk) throws Exception {
        Path programs = PostgresServer.install();
        assumeTrue(programs != null, "PostgreSQL is not installed and cannot be: apt-get install postgresql");
        try (PostgresServer server = new PostgresServer(programs);
                AgentJvm jvm = Exchanges.jvm(jdk, directory).urgent().start(PostgresTalk.class)) {
            jvm.go(server.port() + " " + QUERIES);
            List<String> slept = jvm.awaitPause("done");
            // The server's part of a close may take it longer than this JVM lives.
            jvm.awaitEvents("close", PostgresTalk.CONNECTIONS);
            jvm.finish();
            List<Map<String, Object>> exchanges = Exchanges.of(jvm, "out");
            assertThat(exchanges)
                    .hasSize(QUERIES
                            + PostgresTalk.OTHER_ROUND_TRIPS
                            + PostgresTalk.CONNECTIONS * LOGIN
                            + FIRST_OF_POOL);
            assertThat(Exchanges.byClientPort(exchanges)).hasSize(PostgresTalk.CONNECTIONS);
            Exchanges.assertWhole(exchanges);
            assertThat(Exchanges.multiplexed(exchanges)).isZero();
            assertBytes(jvm, exchanges);
            assertPaths(jvm, exchanges);
            assertSlept(exchanges, slept);
        }
    }

    /** Which query is which exchange is not known, but the longest is: what holds for each holds for both in order. */
    private static void assertSlept(List<Map<String, Object>> exchanges, List<String> slept) {
        List<Map<String, Object>> sleeping = exchanges.stream()
                .filter(PostgresIT::isSleeping)
                .sorted(Comparator.comparing(exchange -> Exchanges.number(exchange, "total_us")))
                .collect(Collectors.toList());
        assertThat(sleeping).hasSameSizeAs(slept);
        List<Long> sleptUs = sorted(slept.stream().map(line -> Long.valueOf(line.split("\t")[1])));
        List<Long> heldUs = sorted(slept.stream().map(line -> Long.valueOf(line.split("\t")[2])));
        List<Long> arrivedUs = sorted(sleeping.stream()
                .map(exchange -> Exchanges.sum(List.of(exchange), "send_us")
                        + Exchanges.number(exchange, "network_us")
                        + Exchanges.number(exchange, "peer_us")));
        List<Long> peerUs = sorted(sleeping.stream().map(exchange -> Exchanges.number(exchange, "peer_us")));
        for (int i = 0; i < slept.size(); i++) {
            assertThat(Exchanges.number(sleeping.get(i), "total_us")).isLessThanOrEqualTo(sleptUs.get(i));
            assertThat(arrivedUs.get(i)).as("until the answer arrived").isGreaterThanOrEqualTo(heldUs.get(i));
        }
        int middle = slept.size() / 2;
        assertThat((double) peerUs.get(middle)).isCloseTo(heldUs.get(middle), within(PostgresTalk.SLEEP_MS * 50.0));
    }

    private static List<Long> sorted(Stream<Long> values) {
        return values.sorted().collect(Collectors.toList());
    }

    /** By the size of its answer. */
    private static boolean isSleeping(Map<String, Object> exchange) {
        long bytes = Exchanges.number(exchange, "response_bytes");
        return bytes > PostgresTalk.SLEEPING_BYTES && bytes < PostgresTalk.BIG_ROWS * PostgresTalk.BIG_ROW_BYTES;
    }

    /** The first connection is opened by who makes the pool, the others by its own thread; the queries are the application's. */
    private static void assertPaths(AgentJvm jvm, List<Map<String, Object>> exchanges) {
        List<String> openers = jvm.events("connect").stream()
                .map(event -> ((List<?>) event.get("opened_by")).get(0).toString())
                .collect(Collectors.toList());
        assertThat(openers).hasSize(PostgresTalk.CONNECTIONS);
        assertThat(openers.get(0)).startsWith("PostgresTalk.main(PostgresTalk.java:");
        assertThat(openers.subList(1, openers.size()))
                .allSatisfy(frame -> assertThat(frame).matches("(Hikari|Pool|Driver)\\w+\\..*"));
        assertThat(exchanges)
                .filteredOn(PostgresIT::isSleeping)
                .isNotEmpty()
                .allSatisfy(exchange -> assertThat((List<?>) exchange.get("used_by"))
                        .first()
                        .asString()
                        .startsWith("PostgresTalk.query(PostgresTalk.java:"));
    }

    /** Those of the exchanges are all there were, up to the farewell of 5 bytes; the big result is one of them. */
    private static void assertBytes(AgentJvm jvm, List<Map<String, Object>> exchanges) {
        List<Map<String, Object>> closes = jvm.events("close");
        assertThat(closes).hasSize(PostgresTalk.CONNECTIONS);
        assertThat(Exchanges.sum(exchanges, "request_bytes") + 5L * closes.size())
                .isEqualTo(Exchanges.sum(closes, "bytes_sent"));
        assertThat(Exchanges.sum(exchanges, "response_bytes")).isEqualTo(Exchanges.sum(closes, "bytes_received"));
        assertThat(exchanges)
                .filteredOn(exchange -> Exchanges.number(exchange, "response_bytes")
                        > PostgresTalk.BIG_ROWS * PostgresTalk.BIG_ROW_BYTES)
                .hasSize(1);
    }
}
