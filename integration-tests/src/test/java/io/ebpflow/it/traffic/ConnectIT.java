// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.app.Connector;
import io.ebpflow.it.app.Sizes;
import io.ebpflow.it.app.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** 23 connections from 23 threads, in every way that Java has to connect: who, how long, how much. */
class ConnectIT extends EveryStyle {

    /** Longer than the 15 bytes that the kernel keeps of a name, and alike up to the last characters. */
    private static final String THREADS = "order-service-http-connection-";

    @Override
    Class<?> program() {
        return Connector.class;
    }

    @Override
    long openAndCompare(AgentJvm jvm, Style style, String host, boolean isVirtual) throws Exception {
        Map<Long, Witness> witnesses;
        int port;
        try (ServingPeer peer = new ServingPeer(host)) {
            port = peer.port();
            jvm.go(style + " " + host + " " + port + " " + THREADS + " " + (isVirtual ? "virtual" : "platform"));
            witnesses = Witness.byPort(jvm.awaitPause("done"));
            peer.awaitServed();
        }
        List<Map<String, Object>> events = jvm.nextEvents(2 * Sizes.CONNECTIONS);

        assertThat(events)
                .allSatisfy(event -> assertThat(event)
                        .containsEntry("proto", "tcp")
                        .containsEntry("ip_version", host.contains(":") ? 6L : 4L)
                        .containsEntry("direction", "out")
                        .containsEntry("local_addr", host)
                        .containsEntry("remote_addr", host)
                        .containsEntry("remote_port", (long) port)
                        .containsEntry("interface", "lo")
                        .containsEntry("pid", jvm.process().pid())
                        .containsEntry("retransmits", 0L)
                        .doesNotContainKeys("error", "preexisting", "accept_wait_us"));
        Map<Long, Map<String, Object>> connects = Events.byKey(events, "connect", "local_port");
        Map<Long, Map<String, Object>> closes = Events.byKey(events, "close", "local_port");
        assertThat(connects).containsOnlyKeys(witnesses.keySet());
        assertThat(closes).containsOnlyKeys(witnesses.keySet());
        List<Long> excessNs = new ArrayList<>();
        for (Witness witness : witnesses.values()) {
            Map<String, Object> connect = connects.get(witness.port);
            witness.assertCaused(connect);
            witness.assertCaused(closes.get(witness.port));
            excessNs.add(assertCarried(witness, connect, closes.get(witness.port)));
        }
        return Witness.quantile(excessNs, Witness.UNDISTURBED);
    }

    /** Returns how much longer connect() took for Java than for the kernel. */
    private static long assertCarried(Witness witness, Map<String, Object> connect, Map<String, Object> close) {
        assertThat(connect).containsEntry("bytes_sent", 0L).containsEntry("bytes_received", 0L);
        assertThat(close)
                .containsEntry("flow_id", connect.get("flow_id"))
                .containsEntry("connect_us", connect.get("connect_us"))
                .containsEntry("bytes_sent", (long) Sizes.fromConnector(witness.index()))
                .containsEntry("bytes_received", (long) Sizes.fromAcceptor(witness.index()))
                .containsEntry("closed_by", "local");
        long kernelNs = (long) connect.get("connect_us") * 1_000;
        // Half a microsecond is lost to rounding.
        assertThat(kernelNs).isBetween(0L, witness.durationNs() + 500);
        return witness.durationNs() - kernelNs;
    }
}
