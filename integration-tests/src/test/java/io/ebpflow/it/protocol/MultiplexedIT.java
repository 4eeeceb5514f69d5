// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.Applications;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that overlap on one connection, each with a delay of its own: no exchange shows the time of another request. Where a hook
 * says that the connection is multiplexed, none has a time, and none where an event loop reads that nobody vouches for; where a thread
 * of its own reads, none once they have overlapped (docs/architecture.md, "Exchanges").
 */
@ParameterizedClass
@MethodSource("io.ebpflow.it.Libraries#each")
class MultiplexedIT {

    private static final String ALONE = "alone";
    private static final List<String> OVERLAPPING = List.of("closed-2", "closed-5", "open");
    private static final List<String> ANYHOW = List.of("closed-5", "open", ALONE);

    private static final int REQUESTS = 61;
    private static final int FEW_REQUESTS = 23;

    /** Of the client's clock around a call, which is a witness for most calls, but not on a busy machine for all. */
    private static final int MAX_WRONG = 2;

    /** The request of HTTP/1.1 that asks for the upgrade and its answer, which nothing can overlap. */
    private static final int UPGRADE = 1;

    /** With a time limit Java polls before it reads. */
    private static final int LIMIT_MS = 30_000;

    private static Talks talks;

    /** Of {@link #talk}, which is given the parameters of the class. */
    @Parameter(0)
    Libraries libraries;

    @Parameter(1)
    Jdk jdk;

    /** All clients share a JVM: they take turns. */
    @BeforeParameterizedClassInvocation
    static void talk(Libraries libraries, Jdk jdk, @TempDir Path directory) throws Exception {
        String[] clients = Stream.of(Http2Talk.class, LettuceTalk.class, PlainTalk.class, PairTalk.class)
                .map(Class::getName)
                .toArray(String[]::new);
        try (DelayingHttp2Server http2 = new DelayingHttp2Server();
                RespServer lettuce = new RespServer();
                RespServer plain = new RespServer();
                RespServer pair = new RespServer();
                RespServer limited = new RespServer();
                RespServer alone = new RespServer();
                AgentJvm jvm = Exchanges.jvm(libraries, jdk, directory).start(Applications.class, clients)) {
            talks = new Talks(jvm);
            hold("http2", http2.port(), "", ANYHOW);
            talks.next();
            hold("lettuce", lettuce.port(), "", ANYHOW);
            talks.next();
            hold("plain", plain.port(), "", OVERLAPPING);
            talks.next();
            hold("pair", pair.port(), " 0", OVERLAPPING);
            hold("limited", limited.port(), " " + LIMIT_MS, OVERLAPPING);
            hold("alone", alone.port(), " 0", List.of(ALONE));
            talks.end();
        }
    }

    private static void hold(String name, int port, String option, List<String> paces) throws Exception {
        for (String pace : paces) {
            int count = pace.equals(ALONE) ? FEW_REQUESTS : REQUESTS;
            talks.hold(name, port, port + option + " " + pace + " " + count, count);
        }
    }

    @Test
    void noneHasATimeWhereAHookSaysSo() {
        assertNoTimes("http2", UPGRADE);
        assertNoTimes("lettuce", 0);
    }

    /** @param before exchanges that are over when the connection becomes one of several requests at a time */
    private static void assertNoTimes(String client, int before) {
        assertThat(talks.exchanges(client)).as(client).hasSizeGreaterThan(before);
        assertThat(talks.exchanges(client))
                .as(client)
                .filteredOn(exchange -> !Exchanges.isMultiplexed(exchange))
                .allSatisfy(exchange ->
                        assertThat(Exchanges.number(exchange, "exchange")).isLessThanOrEqualTo(before));
    }

    @Test
    void noneHasTheTimeOfAnotherWhereOneThreadReads() {
        for (String client : List.of("pair", "limited")) {
            assertThat(talks.wrong(client)).as(client).isEmpty();
            // The first few may be over before the next one is begun.
            List<Map<String, Object>> exchanges = talks.exchanges(client);
            assertThat(Exchanges.multiplexed(exchanges)).as(client).isGreaterThan(exchanges.size() * 3L / 4);
        }
    }

    /** One connection for all, and nobody knows of it: a few callers that each wait for their answer look like one. */
    @Test
    void anEventLoopThatNobodyVouchesForHasNoTimes() {
        assertThat(talks.exchanges("plain")).isNotEmpty();
        assertThat(talks.exchanges("plain")).allMatch(Exchanges::isMultiplexed);
    }

    /** One at a time, over the same connection and by the same client: these have their times. */
    @Test
    void requestsOneByOneHaveTheirTimesWhereOneThreadReads() {
        assertThat(talks.wrong("alone")).hasSizeLessThanOrEqualTo(MAX_WRONG);
        assertThat(talks.exchanges("alone")).hasSize(FEW_REQUESTS).noneMatch(Exchanges::isMultiplexed);
    }
}
