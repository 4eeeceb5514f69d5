// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.NetworkNamespace;
import io.ebpflow.it.app.Style;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that do not come about: one record each, with the reason, in every way that Java has to connect. */
class ConnectFailedIT {

    /** Longer than the kernel's names. */
    private static final String THREAD = "payment-service-connector-";

    /** Nobody listens there in a network of our own. */
    private static final int PORT = 4_711;

    private static final int LIMIT_MS = 311;

    @TempDir
    Path directory;

    private NetworkNamespace network;

    @BeforeEach
    void makeNetwork() throws Exception {
        network = new NetworkNamespace();
    }

    @AfterEach
    void removeNetwork() throws Exception {
        network.remove();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void refused(Jdk jdk) throws Exception {
        try (ScriptedJvm jvm = start(jdk)) {
            for (String host : List.of("127.0.0.1", "::1")) {
                for (Style style : Style.values()) {
                    Map<String, Object> event = failToConnect(jvm, style, host, 0, "ECONNREFUSED");

                    assertThat(event).containsEntry("interface", "lo").containsKeys("flow_id", "local_port");
                }
            }
            jvm.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void unreachable(Jdk jdk) throws Exception {
        network.run("ip", "route", "add", "unreachable", "198.51.100.0/24");
        network.run("ip", "-6", "route", "add", "unreachable", "2001:db8:1::/48");
        try (ScriptedJvm jvm = start(jdk)) {
            for (Style style : Style.values()) {
                failToConnect(jvm, style, "192.0.2.1", 0, "ENETUNREACH");
                failToConnect(jvm, style, "2001:db8:2::1", 0, "ENETUNREACH");
                failToConnect(jvm, style, "198.51.100.1", 0, "EHOSTUNREACH");
                failToConnect(jvm, style, "2001:db8:1::1", 0, "EHOSTUNREACH");
            }
            jvm.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void unreachableForIpv4Sockets(Jdk jdk) throws Exception {
        AgentJvm prepared =
                new AgentJvm(jdk, directory).prefix(network.prefix()).option("-Djava.net.preferIPv4Stack=true");
        try (ScriptedJvm jvm = new ScriptedJvm(prepared)) {
            for (Style style : Style.values()) {
                failToConnect(jvm, style, "192.0.2.1", 0, "ENETUNREACH");
                failToConnect(jvm, style, "127.0.0.1", 0, "ECONNREFUSED");
            }
            jvm.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void javaStopsWaiting(Jdk jdk) throws Exception {
        network.drop("tcp dport " + PORT);
        try (ScriptedJvm jvm = start(jdk)) {
            for (Style style : List.of(Style.SOCKET, Style.SELECTOR)) {
                Map<String, Object> event = failToConnect(jvm, style, "127.0.0.1", LIMIT_MS, "ETIMEDOUT");

                // Java's time begins before the SYN is sent.
                assertThat((long) event.get("connect_us")).isGreaterThan((LIMIT_MS - 20) * 1_000);
                assertThat(event).containsEntry("closed_by", "local").containsEntry("retransmits", 0L);
            }
            jvm.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theKernelGivesUp(Jdk jdk) throws Exception {
        network.drop("tcp dport " + PORT);
        network.sysctl("net.ipv4.tcp_syn_retries", 1);
        network.sysctl("net.ipv4.tcp_syn_linear_timeouts", 0);
        try (ScriptedJvm jvm = start(jdk)) {
            for (Style style : Style.values()) {
                jvm.begin(connect(style, "127.0.0.1", 0));
            }
            for (Style style : Style.values()) {
                jvm.failed(THREAD + style + " join");
            }
            int styles = Style.values().length;
            List<Map<String, Object>> events = jvm.nextEvents(2 * styles);

            assertThat(network.retransmittedSegments()).isEqualTo(styles);
            for (Style style : Style.values()) {
                List<Map<String, Object>> own = Events.with(events, "thread", THREAD + style);
                assertThat(own).extracting("event").containsExactly("retransmit", "connect_failed");
                assertThat(own).extracting("retransmits").containsOnly(1L);
                assertThat(own).extracting("remote_port").containsOnly((long) PORT);
                assertThat(own.get(0)).containsEntry("flow_id", own.get(1).get("flow_id"));
                assertThat(own.get(1)).containsEntry("error", "ETIMEDOUT").containsEntry("closed_by", "timeout");
                // A second for the first SYN, two for the second.
                assertThat((long) own.get(1).get("connect_us")).isBetween(2_900_000L, 5_000_000L);
            }
            jvm.finish();
        }
    }

    private ScriptedJvm start(Jdk jdk) throws Exception {
        return new ScriptedJvm(new AgentJvm(jdk, directory).prefix(network.prefix()));
    }

    private static String connect(Style style, String host, int limitMs) {
        return THREAD + style + " connect c" + style + " " + style + " " + host + " " + PORT + " " + limitMs;
    }

    private static Map<String, Object> failToConnect(
            ScriptedJvm jvm, Style style, String host, int limitMs, String error) throws Exception {
        ScriptedJvm.Answer answer = jvm.failed(connect(style, host, limitMs));
        Map<String, Object> event = jvm.nextEvents(1).get(0);

        assertThat(event)
                .as(answer.text)
                .containsEntry("event", "connect_failed")
                .containsEntry("proto", "tcp")
                .containsEntry("direction", "out")
                .containsEntry("error", error)
                .containsEntry("remote_port", (long) PORT)
                .containsEntry("thread", THREAD + style)
                .containsEntry("virtual", false)
                .containsEntry("confidence", "exact")
                .containsKeys("tid", "thread_id")
                .doesNotContainKeys("duration_us", "preexisting");
        assertThat(InetAddress.getByName((String) event.get("remote_addr"))).isEqualTo(InetAddress.getByName(host));
        assertThat((long) event.get("connect_us")).isBetween(0L, answer.durationNs / 1_000 + 1);
        return event;
    }
}
