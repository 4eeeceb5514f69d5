// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.app.Acceptor;
import io.ebpflow.it.app.Connection;
import io.ebpflow.it.app.Sizes;
import io.ebpflow.it.app.Style;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** 23 connections that wait in the accept queue for a known time, then each is accepted by a thread of its own. */
class AcceptIT extends EveryStyle {

    private static final String THREADS = "order-service-http-acceptor-";

    /** A prime, and longer than anything that happens by itself. */
    private static final long WAIT_MS = 211;

    @Override
    Class<?> program() {
        return Acceptor.class;
    }

    @Override
    long openAndCompare(AgentJvm jvm, Style style, String host, boolean isVirtual) throws Exception {
        jvm.go(style + " " + host + " " + THREADS + " " + (isVirtual ? "virtual" : "platform"));
        int port = Integer.parseInt(jvm.awaitPause("listening").get(0));
        List<Connection> connections = new ArrayList<>();
        Map<Long, Integer> indexes = new HashMap<>();
        for (int i = 0; i < Sizes.CONNECTIONS; i++) {
            Connection connection = Style.SOCKET.connect(new InetSocketAddress(host, port), 0);
            connections.add(connection);
            indexes.put((long) connection.local().getPort(), i);
        }
        jvm.go(Long.toString(WAIT_MS));
        for (int i = 0; i < Sizes.CONNECTIONS; i++) {
            connections.get(i).send(Sizes.fromConnector(i), i);
            connections.get(i).receive(Sizes.fromAcceptor(i));
            connections.get(i).close();
        }
        Map<Long, Witness> witnesses = Witness.byPort(jvm.awaitPause("done"));
        // One for the listener, and no close for it: it is no flow.
        List<Map<String, Object>> events = jvm.nextEvents(2 * Sizes.CONNECTIONS + 1);

        assertThat(Events.ofType(events, "listen"))
                .singleElement()
                .satisfies(listen -> assertThat(listen)
                        .containsEntry("local_addr", host)
                        .containsEntry("local_port", (long) port)
                        .containsEntry("thread", "main")
                        .containsEntry("backlog", 101L));
        Map<Long, Map<String, Object>> accepts = Events.byKey(events, "accept", "remote_port");
        Map<Long, Map<String, Object>> closes = Events.byKey(events, "close", "remote_port");
        assertThat(witnesses).containsOnlyKeys(indexes.keySet());
        assertThat(accepts).containsOnlyKeys(indexes.keySet());
        assertThat(closes).containsOnlyKeys(indexes.keySet());
        List<Long> excessNs = new ArrayList<>();
        for (Witness witness : witnesses.values()) {
            Map<String, Object> accept = accepts.get(witness.port);
            Map<String, Object> close = closes.get(witness.port);
            int index = indexes.get(witness.port);
            witness.assertCaused(accept);
            witness.assertCaused(close);
            assertCarried(index, accept, close);
            excessNs.add(assertWaited(witness, connections.get(index), accept));
        }
        assertThat(events.stream().map(event -> event.get("ip_version")).collect(Collectors.toSet()))
                .containsExactly(host.contains(":") ? 6L : 4L);
        return Witness.quantile(excessNs, Witness.UNDISTURBED);
    }

    private static void assertCarried(int index, Map<String, Object> accept, Map<String, Object> close) {
        for (Map<String, Object> event : List.of(accept, close)) {
            assertThat(event)
                    .containsEntry("proto", "tcp")
                    .containsEntry("direction", "in")
                    .containsEntry("flow_id", accept.get("flow_id"))
                    .containsEntry("accept_wait_us", accept.get("accept_wait_us"))
                    .containsEntry("retransmits", 0L)
                    .doesNotContainKeys("error", "preexisting", "connect_us");
        }
        assertThat(close)
                .containsEntry("bytes_sent", (long) Sizes.fromAcceptor(index))
                .containsEntry("bytes_received", (long) Sizes.fromConnector(index))
                .containsEntry("closed_by", "remote");
    }

    /**
     * Both JVMs read the same clock. From the middle of the peer's connect() at the earliest to the return of accept() at
     * the latest; returns by how much the wait is shorter than the one from the return of connect().
     */
    private static long assertWaited(Witness witness, Connection peer, Map<String, Object> accept) {
        long waitNs = (long) accept.get("accept_wait_us") * 1_000;
        assertThat(waitNs).isBetween(WAIT_MS * 1_000_000, witness.endNs - peer.connectStartNs() + 500);
        return Math.abs(witness.endNs - peer.connectEndNs() - waitNs);
    }
}
