// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Question;
import io.ebpflow.it.app.Responder;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that comes late: its acceptor sleeps, or all of its workers are busy. */
class ServerDelayIT {

    private static final int COUNT = 23;
    private static final int REQUEST_BYTES = 1_009;
    private static final int ANSWER_BYTES = 7_919;
    private static final int ACCEPT_MS = 53;
    private static final int WORKERS = 4;
    private static final int SERVICE_MS = 61;

    @TempDir
    Path directory;

    /** By our port: when connect() began, when it had returned, and when the question was about to be sent. */
    private final Map<Long, Long> connectingNs = new HashMap<>();

    private final Map<Long, Long> connectedNs = new HashMap<>();

    private final Map<Long, Long> askedNs = new HashMap<>();

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void acceptorSleeps(Jdk jdk) throws Exception {
        try (Commanded server = new Commanded(new AgentJvm(jdk, directory).urgent(), Responder.class)) {
            int port = server.number("serve 127.0.0.1 0 " + ACCEPT_MS);
            for (int i = 0; i < COUNT; i++) {
                finish(ask(port, 0));
            }
            List<Served> served = Served.of(server.call("served"));
            List<Map<String, Object>> events = server.finish();

            List<Map<String, Object>> accepts = inOrderOf(served, events, "accept");
            assertNotLonger("accept_wait_us", accepts, waits(served, connectingNs, one -> one.acceptedNs));
            Exchanges.assertAgree("accept_wait_us", accepts, waits(served, connectedNs, one -> one.acceptedNs));
            assertServed(events, served);
            assertThat(Exchanges.median(waits(served, connectedNs, one -> one.acceptedNs)) / 1_000_000)
                    .as("most wait for almost the whole sleep")
                    .isGreaterThan(ACCEPT_MS / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void allWorkersAreBusy(Jdk jdk) throws Exception {
        try (Commanded server = new Commanded(new AgentJvm(jdk, directory).urgent(), Responder.class)) {
            int port = server.number("serve 127.0.0.1 " + WORKERS + " 0");
            List<Long> waiting = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                List<Socket> busy = new ArrayList<>();
                for (int j = 0; j < WORKERS; j++) {
                    busy.add(ask(port, SERVICE_MS));
                }
                Socket last = ask(port, 0);
                waiting.add((long) last.getLocalPort());
                for (Socket socket : busy) {
                    finish(socket);
                }
                finish(last);
            }
            List<Served> served = Served.of(server.call("served"));
            List<Map<String, Object>> events = server.finish();

            assertServed(events, served);
            List<Served> waited =
                    served.stream().filter(one -> waiting.contains(one.port)).collect(Collectors.toList());
            assertServed(events, waited);
            assertThat(Exchanges.median(waits(waited, askedNs, one -> one.firstReadNs)) / 1_000_000)
                    .as("the fifth waits for a worker")
                    .isGreaterThan(SERVICE_MS / 2);
        }
    }

    private Socket ask(int port, int serviceMs) throws Exception {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        long startNs = System.nanoTime();
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        connectingNs.put((long) socket.getLocalPort(), startNs);
        connectedNs.put((long) socket.getLocalPort(), System.nanoTime());
        byte[] question = Question.of(REQUEST_BYTES, ANSWER_BYTES, serviceMs);
        askedNs.put((long) socket.getLocalPort(), System.nanoTime());
        socket.getOutputStream().write(question);
        return socket;
    }

    private static void finish(Socket socket) throws Exception {
        try (socket) {
            Question.skip(socket.getInputStream(), ANSWER_BYTES);
        }
    }

    /** One exchange each, of the thread that answered, with the waits that both sides have seen. */
    private void assertServed(List<Map<String, Object>> events, List<Served> served) {
        List<Map<String, Object>> exchanges = inOrderOf(served, events, "exchange");
        for (Map<String, Object> exchange : exchanges) {
            Exchanges.assertComplete(List.of(exchange), 1, REQUEST_BYTES, ANSWER_BYTES);
            assertThat((String) exchange.get("thread")).startsWith(Responder.WORKER);
            assertThat(exchange).containsEntry("direction", "in").containsEntry("confidence", "exact");
        }
        // However busy the machine is: what the kernel saw lies within what both ends did, and serving is within what
        // it saw.
        assertNotLonger("queue_wait_us", exchanges, waits(served, askedNs, one -> one.firstReadNs));
        assertNotLonger("total_us", exchanges, waits(served, askedNs, one -> one.answeredNs));
        for (int i = 0; i < served.size(); i++) {
            assertThat(Exchanges.us(exchanges.get(i), "service_us"))
                    .isGreaterThanOrEqualTo(served.get(i).heldNs() / 1_000 - 1);
        }
        Exchanges.assertAgree("queue_wait_us", exchanges, waits(served, askedNs, one -> one.firstReadNs));
        Exchanges.assertAgree("service_us", exchanges, Served.times(served, Served::heldNs));
        Exchanges.assertAgree("total_us", exchanges, waits(served, askedNs, one -> one.answeredNs));
    }

    private static void assertNotLonger(String part, List<Map<String, Object>> events, List<Long> mostNs) {
        for (int i = 0; i < mostNs.size(); i++) {
            assertThat(Exchanges.us(events.get(i), part)).as(part).isLessThanOrEqualTo(mostNs.get(i) / 1_000);
        }
    }

    private static List<Long> waits(List<Served> served, Map<Long, Long> sinceNs, ToLongFunction<Served> until) {
        return Served.times(served, one -> until.applyAsLong(one) - sinceNs.get(one.port));
    }

    /** The one event of each connection. */
    private static List<Map<String, Object>> inOrderOf(
            List<Served> served, List<Map<String, Object>> events, String type) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Served one : served) {
            assertThat(Exchanges.of(events, type, "remote_port", one.port)).hasSize(1);
            found.addAll(Exchanges.of(events, type, "remote_port", one.port));
        }
        return found;
    }
}
