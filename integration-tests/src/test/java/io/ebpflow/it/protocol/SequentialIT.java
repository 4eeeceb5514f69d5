// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of HTTP/1.1 whose event loops read the answers: as many exchanges as requests, with times, where a hook vouches that
 * they do not overlap; no time of another request where they do after all.
 */
@ParameterizedClass
@MethodSource("io.ebpflow.it.Libraries#each")
class SequentialIT {

    private static final int REQUESTS = 13;

    /** The first is over, or not, when the next one is sent. */
    private static final int BEFORE = 1;

    private static final String UPGRADE = "netty-upgrade";

    private static final List<String> CLIENTS = List.of(
            "jdk closed-2",
            "apache closed-2",
            "jetty closed-2",
            "netty alone",
            "apache-pipeline closed-2",
            "netty closed-2",
            UPGRADE + " alone");

    private static Talks talks;

    /** Of {@link #talk}, which is given the parameters of the class. */
    @Parameter(0)
    Libraries libraries;

    @Parameter(1)
    Jdk jdk;

    /** All clients share a JVM: they take turns. */
    @BeforeParameterizedClassInvocation
    static void talk(Libraries libraries, Jdk jdk, @TempDir Path directory) throws Exception {
        try (AgentJvm jvm = Exchanges.jvm(libraries, jdk, directory).start(Http1Talk.class)) {
            talks = new Talks(jvm);
            for (String client : CLIENTS) {
                try (Http1Server server = new Http1Server()) {
                    String[] words = client.split(" ");
                    String command = words[0] + " " + server.port() + " " + words[1] + " " + REQUESTS;
                    talks.hold(client, server.port(), command, words[0].equals(UPGRADE) ? 0 : REQUESTS);
                }
            }
            talks.end();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk closed-2", "apache closed-2", "jetty closed-2", "netty alone"})
    void haveTheirTimes(String client) {
        assertThat(talks.exchanges(client)).hasSize(REQUESTS).noneMatch(Exchanges::isMultiplexed);
        assertThat(talks.wrong(client)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache-pipeline closed-2", "netty closed-2"})
    void haveNoTimesOnceTheyOverlap(String client) {
        List<Map<String, Object>> exchanges = talks.exchanges(client);
        assertThat(exchanges).hasSizeGreaterThan(BEFORE);
        assertThat(exchanges.subList(BEFORE, exchanges.size())).allMatch(Exchanges::isMultiplexed);
        assertThat(talks.wrong(client)).isEmpty();
    }

    @Test
    void whatTheProtocolIsChangedToHasNoTimes() {
        List<Map<String, Object>> exchanges = talks.exchanges("netty-upgrade alone");
        assertThat(exchanges).hasSizeGreaterThan(2);
        assertThat(exchanges.get(0)).doesNotContainKey("multiplexed");
        assertThat(exchanges.subList(2, exchanges.size())).allMatch(Exchanges::isMultiplexed);
    }
}
