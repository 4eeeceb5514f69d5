// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that overlap on one connection, each with a delay of its own: no exchange shows the time of another request. Where a hook
 * says that the connection is multiplexed, none has a time, and none where an event loop reads that nobody vouches for; where a thread
 * of its own reads, none once they have overlapped (docs/architecture.md, "Exchanges").
 */
class MultiplexedIT {

    private static final int REQUESTS = 61;
    private static final int FEW_REQUESTS = 23;

    /** Of the client's clock around a call, which is a witness for most calls, but not on a busy machine for all. */
    private static final int MAX_WRONG = 2;

    /** The request of HTTP/1.1 that asks for the upgrade and its answer, which nothing can overlap. */
    private static final int UPGRADE = 1;

    @TempDir
    Path directory;

    static Stream<Arguments> clients() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, Http2Talk.class, UPGRADE), Arguments.of(jdk, LettuceTalk.class, 0)));
    }

    /** @param before exchanges that are over when the connection becomes one of several requests at a time */
    @ParameterizedTest
    @MethodSource("clients")
    void noneHasATimeWhereAHookSaysSo(Jdk jdk, Class<?> client, int before) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        talk(jdk, client, List.of("closed-5 " + REQUESTS, "open " + REQUESTS, "alone " + FEW_REQUESTS), exchanges);
        assertThat(exchanges).hasSizeGreaterThan(before);
        assertThat(exchanges)
                .filteredOn(exchange -> !Exchanges.isMultiplexed(exchange))
                .allSatisfy(exchange ->
                        assertThat(Exchanges.number(exchange, "exchange")).isLessThanOrEqualTo(before));
    }

    /** With a time limit Java polls before it reads. */
    static Stream<Arguments> pairs() {
        return Jdk.all().stream().flatMap(jdk -> Stream.of(0, 30_000).map(limitMs -> Arguments.of(jdk, limitMs)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void noneHasTheTimeOfAnotherWhereOneThreadReads(Jdk jdk, int limitMs) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        String option = "-D" + PairTalk.LIMIT + "=" + limitMs;
        assertThat(talk(jdk, PairTalk.class, overlapping(), exchanges, option)).isEmpty();
        // The first few may be over before the next one is begun.
        assertThat(Exchanges.multiplexed(exchanges)).isGreaterThan(exchanges.size() * 3L / 4);
    }

    /** One connection for all, and nobody knows of it: a few callers that each wait for their answer look like one. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anEventLoopThatNobodyVouchesForHasNoTimes(Jdk jdk) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        talk(jdk, PlainTalk.class, overlapping(), exchanges);
        assertThat(exchanges).isNotEmpty();
        assertThat(exchanges).allMatch(Exchanges::isMultiplexed);
    }

    private static List<String> overlapping() {
        return List.of("closed-2 " + REQUESTS, "closed-5 " + REQUESTS, "open " + REQUESTS);
    }

    /** One at a time, over the same connection and by the same client: these have their times. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void requestsOneByOneHaveTheirTimesWhereOneThreadReads(Jdk jdk) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        List<String> wrong = talk(jdk, PairTalk.class, List.of("alone " + FEW_REQUESTS), exchanges);
        assertThat(wrong).hasSizeLessThanOrEqualTo(MAX_WRONG);
        assertThat(exchanges).hasSize(FEW_REQUESTS).noneMatch(Exchanges::isMultiplexed);
    }

    /** Has them made, at each pace over another connection; answers those exchanges whose time is of no request that began then. */
    private List<String> talk(
            Jdk jdk, Class<?> client, List<String> paces, List<Map<String, Object>> exchanges, String... options)
            throws Exception {
        try (DelayingHttp2Server http2 = new DelayingHttp2Server();
                RespServer resp = new RespServer();
                AgentJvm jvm = Exchanges.jvm(jdk, directory).option(options).start(client)) {
            int port = client == Http2Talk.class ? http2.port() : resp.port();
            List<String[]> requests = new ArrayList<>();
            for (String pace : paces) {
                jvm.go(port + " " + pace);
                jvm.awaitPause("done").forEach(line -> requests.add(line.split("\t")));
            }
            assertThat(requests)
                    .hasSize(paces.stream()
                            .mapToInt(pace -> Integer.parseInt(pace.split(" ")[1]))
                            .sum());
            jvm.finish();
            exchanges.addAll(Exchanges.of(jvm, "out"));
            Exchanges.assertWhole(exchanges.stream()
                    .filter(exchange -> !exchange.containsKey("unanswered"))
                    .collect(Collectors.toList()));
            return exchanges.stream()
                    .filter(exchange ->
                            !Exchanges.isMultiplexed(exchange) && !Exchanges.isOfARequest(exchange, requests))
                    .map(Object::toString)
                    .collect(Collectors.toList());
        }
    }
}
