// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Redis protocol: exact without a pipeline, and with one never the time of another command. */
class RedisIT {

    private static final int COMMANDS = 101;

    /** Each takes a tenth of a second, on the average. */
    private static final int TIMED_COMMANDS = 53;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anExchangePerCommand(Jdk jdk) throws Exception {
        try (RespServer server = new RespServer();
                AgentJvm jvm = Exchanges.jvm(jdk, directory).urgent().start(JedisTalk.class)) {
            jvm.go(server.port() + " " + TIMED_COMMANDS + " 1 0");
            List<String> said = jvm.awaitPause("done");
            jvm.finish();
            List<Map<String, Object>> exchanges = Exchanges.of(jvm, "out");
            assertThat(server.commands()).isEqualTo(TIMED_COMMANDS);
            assertThat(exchanges).hasSize(TIMED_COMMANDS);
            Exchanges.assertWhole(exchanges);
            assertThat(Exchanges.multiplexed(exchanges)).isZero();
            Exchanges.assertHeld(
                    exchanges,
                    server.heldNs(),
                    said.stream()
                            .map(line -> Long.parseLong(line.split("\t")[2]))
                            .collect(Collectors.toList()));
        }
    }

    /** One batch that is sent as a whole and answered as a whole looks like a request, and its time is right for it. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aBatchThatFitsIsOneExchange(Jdk jdk) throws Exception {
        try (RespServer server = new RespServer();
                AgentJvm jvm = Exchanges.jvm(jdk, directory).urgent().start(JedisTalk.class)) {
            jvm.go(server.port() + " " + COMMANDS * 7 + " 7 10");
            List<String> said = jvm.awaitPause("done");
            jvm.finish();
            List<Map<String, Object>> exchanges = Exchanges.of(jvm, "out");
            assertThat(exchanges).hasSize(COMMANDS);
            Exchanges.assertWhole(exchanges);
            for (int i = 0; i < COMMANDS; i++) {
                if (!Exchanges.isMultiplexed(exchanges.get(i))) {
                    long batchUs = Long.parseLong(said.get(i).split("\t")[2]);
                    assertThat(Exchanges.number(exchanges.get(i), "total_us")).isLessThanOrEqualTo(batchUs);
                }
            }
        }
    }

    /** A batch of more than all buffers hold, 4 MiB: answers come while it is still being sent. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void aLongBatchIsMultiplexed(Jdk jdk) throws Exception {
        try (RespServer server = new RespServer();
                AgentJvm jvm = Exchanges.jvm(jdk, directory).start(JedisTalk.class)) {
            jvm.go(server.port() + " 3030 1010 10007");
            jvm.awaitPause("done");
            jvm.finish();
            List<Map<String, Object>> exchanges = Exchanges.of(jvm, "out");
            Exchanges.assertWhole(exchanges);
            assertThat(Exchanges.multiplexed(exchanges)).isPositive();
        }
    }
}
