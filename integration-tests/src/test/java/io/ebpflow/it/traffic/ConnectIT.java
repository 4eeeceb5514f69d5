// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Connector;
import io.ebpflow.it.app.Sizes;
import io.ebpflow.it.app.Style;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 23 connections from 23 threads, in every way that Java has to connect: who, how long, how much. */
class ConnectIT {

    /** Longer than the 15 bytes that the kernel keeps of a name, and alike up to the last characters. */
    private static final String THREADS = "order-service-http-connection-";

    /** What the issue promises; the median, since a single connect may lose its CPU between two clocks. */
    private static final long LATENCY_TOLERANCE_NS = 200_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyConnectionIsSeenOnceWithItsThreadBytesAndLatency(Jdk jdk) throws Exception {
        try (AgentJvm jvm = new AgentJvm(jdk, directory).start(Connector.class)) {
            for (Style style : Style.values()) {
                connectAndCompare(jvm, style, "127.0.0.1", false);
                connectAndCompare(jvm, style, "::1", false);
            }

            assertThat(jvm.finish()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ipv4SocketsAreTheSame(Jdk jdk) throws Exception {
        try (AgentJvm jvm = new AgentJvm(jdk, directory)
                .option("-Djava.net.preferIPv4Stack=true")
                .start(Connector.class)) {
            for (Style style : Style.values()) {
                connectAndCompare(jvm, style, "127.0.0.1", false);
            }

            assertThat(jvm.finish()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#withVirtualThreads")
    void virtualThreadsAreNamedThemselves(Jdk jdk) throws Exception {
        try (AgentJvm jvm = new AgentJvm(jdk, directory).start(Connector.class)) {
            for (Style style : Style.values()) {
                connectAndCompare(jvm, style, "127.0.0.1", true);
            }

            assertThat(jvm.finish()).isEmpty();
        }
    }

    private static void connectAndCompare(AgentJvm jvm, Style style, String host, boolean isVirtual) throws Exception {
        Map<String, Witness> witnesses;
        int port;
        try (ServingPeer peer = new ServingPeer(host)) {
            port = peer.port();
            jvm.go(style + " " + host + " " + port + " " + THREADS + " " + (isVirtual ? "virtual" : "platform"));
            witnesses = Witness.ofLines(jvm.awaitPause("done"));
            peer.awaitServed();
        }
        List<Map<String, Object>> events = jvm.nextEvents(2 * Sizes.CONNECTIONS);

        assertThat(events).allSatisfy(event -> assertThat(event)
                .containsEntry("proto", "tcp")
                .containsEntry("ip_version", host.contains(":") ? 6L : 4L)
                .containsEntry("direction", "out")
                .containsEntry("local_addr", host)
                .containsEntry("remote_addr", host)
                .containsEntry("remote_port", (long) port)
                .containsEntry("interface", "lo")
                .containsEntry("pid", jvm.process().pid())
                .containsEntry("virtual", isVirtual)
                .containsEntry("confidence", "exact")
                .containsEntry("retransmits", 0L)
                .doesNotContainKeys("error", "preexisting", "accept_wait_us"));
        Map<String, Map<String, Object>> connects = byThread(events, "connect");
        Map<String, Map<String, Object>> closes = byThread(events, "close");
        assertThat(connects).containsOnlyKeys(witnesses.keySet());
        assertThat(closes).containsOnlyKeys(witnesses.keySet());
        List<Long> excessNs = new ArrayList<>();
        for (int i = 0; i < Sizes.CONNECTIONS; i++) {
            String thread = String.format("%s%02d", THREADS, i);
            Witness witness = witnesses.get(thread);
            excessNs.add(assertSeenOnce(i, witness, connects.get(thread), closes.get(thread), isVirtual));
        }
        assertThat(Witness.median(excessNs, Long::longValue)).isLessThan(LATENCY_TOLERANCE_NS);
    }

    /** Returns how much longer connect() took for Java than for the kernel. */
    private static long assertSeenOnce(
            int index, Witness witness, Map<String, Object> connect, Map<String, Object> close, boolean isVirtual) {
        for (Map<String, Object> event : List.of(connect, close)) {
            assertThat(event)
                    .containsEntry("thread_id", witness.threadId)
                    .containsEntry("local_port", (long) witness.localPort)
                    .containsEntry("flow_id", connect.get("flow_id"))
                    .containsEntry("connect_us", connect.get("connect_us"));
            if (!isVirtual) {
                assertThat(event).containsEntry("tid", witness.tid);
            }
        }
        assertThat(connect).containsEntry("bytes_sent", 0L).containsEntry("bytes_received", 0L);
        assertThat(close)
                .containsEntry("bytes_sent", (long) Sizes.fromConnector(index))
                .containsEntry("bytes_received", (long) Sizes.fromAcceptor(index))
                .containsEntry("closed_by", "local");
        long kernelNs = (long) connect.get("connect_us") * 1_000;
        // Half a microsecond is lost to rounding.
        assertThat(kernelNs).isBetween(0L, witness.durationNs() + 500);
        return witness.durationNs() - kernelNs;
    }

    private static Map<String, Map<String, Object>> byThread(List<Map<String, Object>> events, String type) {
        Map<String, Map<String, Object>> found = new HashMap<>();
        List<Map<String, Object>> ofType =
                events.stream().filter(event -> type.equals(event.get("event"))).collect(Collectors.toList());
        assertThat(ofType).hasSize(Sizes.CONNECTIONS);
        for (Map<String, Object> event : ofType) {
            assertThat(found.put((String) event.get("thread"), event)).isNull();
        }
        return found;
    }
}
