// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Style;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rounds of connections in every way that Java has to open them, over IPv4 and IPv6, from platform and virtual threads. Everything
 * a subclass compares holds in each round; the clocks of Java and of the kernel agree in one of them.
 */
abstract class EveryStyle {

    /** What the issue promises. */
    private static final long TOLERANCE_NS = 200_000;

    /**
     * The first rounds are interpreted, and on a busy machine a thread loses its CPU between its own two clocks: so many
     * rounds may pass until clocks agree.
     */
    private static final int MAX_ROUNDS = 11;

    @TempDir
    Path directory;

    /** The program under the agent. */
    abstract Class<?> program();

    /**
     * Opens connections and compares what was seen of them.
     *
     * @return ns that it took longer for Java than for the kernel, for the quarter that was disturbed least
     */
    abstract long openAndCompare(AgentJvm jvm, Style style, String host, boolean isVirtual) throws Exception;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyConnectionIsSeenOnceWithItsThreadBytesAndTime(Jdk jdk) throws Exception {
        compareEach(new AgentJvm(jdk, directory), false, "127.0.0.1", "::1");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ipv4SocketsAreTheSame(Jdk jdk) throws Exception {
        compareEach(new AgentJvm(jdk, directory).option("-Djava.net.preferIPv4Stack=true"), false, "127.0.0.1");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#withVirtualThreads")
    void virtualThreadsAreNamedThemselves(Jdk jdk) throws Exception {
        compareEach(new AgentJvm(jdk, directory), true, "127.0.0.1");
    }

    private void compareEach(AgentJvm agent, boolean isVirtual, String... hosts) throws Exception {
        try (AgentJvm jvm = agent.urgent().start(program())) {
            for (Style style : Style.values()) {
                for (String host : hosts) {
                    compareUntilQuiet(jvm, style, host, isVirtual);
                }
            }

            assertThat(jvm.finish()).isEmpty();
        }
    }

    private void compareUntilQuiet(AgentJvm jvm, Style style, String host, boolean isVirtual) throws Exception {
        List<Long> quantilesNs = new ArrayList<>();
        do {
            quantilesNs.add(openAndCompare(jvm, style, host, isVirtual));
        } while (Collections.min(quantilesNs) >= TOLERANCE_NS && quantilesNs.size() < MAX_ROUNDS);
        assertThat(Collections.min(quantilesNs))
                .as("%s to %s, rounds %s", style, host, quantilesNs)
                .isLessThan(TOLERANCE_NS);
    }
}
