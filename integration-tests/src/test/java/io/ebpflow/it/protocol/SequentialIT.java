// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of HTTP/1.1 whose event loops read the answers: as many exchanges as requests, with times, where a hook vouches that
 * they do not overlap; no time of another request where they do after all.
 */
class SequentialIT {

    private static final int REQUESTS = 13;

    /** The first is over, or not, when the next one is sent. */
    private static final int BEFORE = 1;

    @TempDir
    Path directory;

    static Stream<Arguments> oneAtATime() {
        return each("jdk closed-2", "apache closed-2", "jetty closed-2", "netty alone");
    }

    static Stream<Arguments> pipelined() {
        return each("apache-pipeline closed-2", "netty closed-2");
    }

    private static Stream<Arguments> each(String... clients) {
        return Libraries.each()
                .flatMap(each -> Stream.of(clients).map(client -> Arguments.of(each.get()[0], each.get()[1], client)));
    }

    @ParameterizedTest
    @MethodSource("oneAtATime")
    void haveTheirTimes(Libraries libraries, Jdk jdk, String client) throws Exception {
        try (Http1Server server = new Http1Server();
                AgentJvm jvm = Exchanges.jvm(libraries, jdk, directory).start(Http1Talk.class)) {
            List<String[]> requests = talk(jvm, server, client);
            List<Map<String, Object>> exchanges = Exchanges.of(jvm, "out");
            Exchanges.assertWhole(exchanges);
            assertThat(exchanges).hasSize(REQUESTS).noneMatch(Exchanges::isMultiplexed);
            assertThat(exchanges).allMatch(exchange -> Exchanges.isOfARequest(exchange, requests));
        }
    }

    @ParameterizedTest
    @MethodSource("pipelined")
    void haveNoTimesOnceTheyOverlap(Libraries libraries, Jdk jdk, String client) throws Exception {
        try (Http1Server server = new Http1Server();
                AgentJvm jvm = Exchanges.jvm(libraries, jdk, directory).start(Http1Talk.class)) {
            List<String[]> requests = talk(jvm, server, client);
            List<Map<String, Object>> exchanges = Exchanges.of(jvm, "out");
            assertThat(exchanges).hasSizeGreaterThan(BEFORE);
            assertThat(exchanges.subList(BEFORE, exchanges.size())).allMatch(Exchanges::isMultiplexed);
            assertThat(exchanges)
                    .allMatch(exchange ->
                            Exchanges.isMultiplexed(exchange) || Exchanges.isOfARequest(exchange, requests));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Libraries#each")
    void whatTheProtocolIsChangedToHasNoTimes(Libraries libraries, Jdk jdk) throws Exception {
        try (Http1Server server = new Http1Server();
                AgentJvm jvm = Exchanges.jvm(libraries, jdk, directory).start(Http1Talk.class)) {
            jvm.go("netty-upgrade " + server.port());
            jvm.awaitPause("done");
            jvm.finish();
            List<Map<String, Object>> exchanges = Exchanges.of(jvm, "out");
            assertThat(exchanges).hasSizeGreaterThan(2);
            assertThat(exchanges.get(0)).doesNotContainKey("multiplexed");
            assertThat(exchanges.subList(2, exchanges.size())).allMatch(Exchanges::isMultiplexed);
        }
    }

    private static List<String[]> talk(AgentJvm jvm, Http1Server server, String client) throws Exception {
        String[] words = client.split(" ");
        jvm.go(words[0] + " " + server.port() + " " + words[1] + " " + REQUESTS);
        List<String[]> requests =
                jvm.awaitPause("done").stream().map(line -> line.split("\t")).collect(Collectors.toList());
        assertThat(requests).hasSize(REQUESTS);
        jvm.finish();
        return requests;
    }
}
