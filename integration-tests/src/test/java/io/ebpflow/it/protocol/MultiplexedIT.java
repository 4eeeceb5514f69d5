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
 * Requests that overlap on one connection, each with a delay of its own: how many exchanges show the time of another
 * request. Where a hook says that the connection is multiplexed, none does, and none where a thread of its own reads. Of an
 * event loop that no hook speaks for the kernel recognises requests that come at random times, but not always a closed loop
 * (docs/architecture.md, "Exchanges").
 */
class MultiplexedIT {

    private static final int REQUESTS = 199;
    private static final int FEWER_REQUESTS = 101;
    private static final int FEW_REQUESTS = 23;

    /** Nothing tells two requests from two pieces of one before there was a pause, or data where none could be. */
    private static final int MAX_WRONG = 4;

    /** The request of HTTP/1.1 that asks for the upgrade and its answer, which nothing can overlap. */
    private static final int UPGRADE = 1;

    /** HELLO and what else Lettuce does before it lets anybody use the connection. */
    private static final int HANDSHAKE = 2;

    @TempDir
    Path directory;

    static Stream<Arguments> clients() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("closed-5", "open", "alone")
                        .flatMap(pace -> Stream.of(
                                Arguments.of(jdk, Http2Talk.class, pace, UPGRADE),
                                Arguments.of(jdk, LettuceTalk.class, pace, HANDSHAKE))));
    }

    /** @param before exchanges that are over when the connection becomes one of several requests at a time */
    @ParameterizedTest
    @MethodSource("clients")
    void noneHasATimeWhereAHookSaysSo(Jdk jdk, Class<?> client, String pace, int before) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        talk(jdk, client, pace, pace.equals("alone") ? FEW_REQUESTS : FEWER_REQUESTS, exchanges);
        assertThat(exchanges).hasSizeGreaterThan(before);
        assertThat(exchanges)
                .filteredOn(exchange -> !Exchanges.isMultiplexed(exchange))
                .allSatisfy(exchange ->
                        assertThat(Exchanges.number(exchange, "exchange")).isLessThanOrEqualTo(before));
    }

    /** With a time limit Java polls before it reads. */
    static Stream<Arguments> pairs() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "closed-2", 0),
                        Arguments.of(jdk, "closed-5", 30_000),
                        Arguments.of(jdk, "open", 0),
                        Arguments.of(jdk, "open", 30_000)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void noneHasTheTimeOfAnotherWhereOneThreadReads(Jdk jdk, String pace, int limitMs) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        String option = "-D" + PairTalk.LIMIT + "=" + limitMs;
        List<String> wrong = talk(jdk, PairTalk.class, pace, FEWER_REQUESTS, exchanges, option);
        assertThat(wrong).isEmpty();
        // The first few may be over before the next one is begun.
        assertThat(Exchanges.multiplexed(exchanges)).isGreaterThan(exchanges.size() * 3L / 4);
    }

    /** One connection for all, and nobody knows of it: a few callers that each wait for their answer look like one. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anEventLoopThatNoHookVouchesForHasNoTimes(Jdk jdk) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        talk(jdk, PlainTalk.class, "closed-2", FEWER_REQUESTS, exchanges);
        assertThat(exchanges).isNotEmpty();
        assertThat(exchanges).allMatch(Exchanges::isMultiplexed);
    }

    /** One at a time, over the same connection and by the same clients: these have their times. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void requestsOneByOneHaveTheirTimesWhereOneThreadReads(Jdk jdk) throws Exception {
        List<Map<String, Object>> exchanges = new ArrayList<>();
        List<String> wrong = talk(jdk, PairTalk.class, "alone", FEWER_REQUESTS, exchanges);
        // The client's clock around a call is a witness for most calls, but not on a busy machine for all.
        assertThat(wrong).hasSizeLessThanOrEqualTo(MAX_WRONG);
        assertThat(exchanges.size() - Exchanges.multiplexed(exchanges)).isGreaterThan(FEWER_REQUESTS * 3L / 4);
    }

    /** Has them made; answers those exchanges whose time is of no request that began then. */
    private List<String> talk(
            Jdk jdk, Class<?> client, String pace, int count, List<Map<String, Object>> exchanges, String... options)
            throws Exception {
        try (DelayingHttp2Server http2 = new DelayingHttp2Server();
                RespServer resp = new RespServer();
                AgentJvm jvm = Exchanges.jvm(jdk, directory).option(options).start(client)) {
            int port = client == Http2Talk.class ? http2.port() : resp.port();
            jvm.go(port + " " + pace + " " + count);
            List<String[]> requests = jvm.awaitPause("done").stream()
                    .map(line -> line.split("\t"))
                    .collect(Collectors.toList());
            assertThat(requests).hasSize(count);
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
