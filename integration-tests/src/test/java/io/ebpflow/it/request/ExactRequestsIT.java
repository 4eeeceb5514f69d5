// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.FlowLog;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many requests at once on few shared connections: each call bears the name of the request that made it, none another. */
class ExactRequestsIT {

    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 64;

    /** Then everything is in the log. */
    private static final int LIMIT_SECONDS = 90;

    @TempDir
    Path directory;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<Socket> callers = new ConcurrentLinkedQueue<>();
    private ServerSocket peer;

    @BeforeEach
    void servePeer() throws IOException {
        peer = new ServerSocket(0, Routes.CONNECTIONS, InetAddress.getByName("127.0.0.1"));
        start(() -> {
            while (true) {
                Socket socket = peer.accept();
                socket.setTcpNoDelay(true);
                callers.add(socket);
                start(() -> answer(socket));
            }
        });
    }

    @AfterEach
    void closePeer() throws IOException {
        peer.close();
    }

    private static void start(Body body) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            body.run();
            return null;
        });
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** As many bytes as it is sent; each seventh answer is late, so that requests overtake each other. */
    private void answer(Socket socket) throws Exception {
        byte[] buffer = new byte[Routes.bytes(Routes.ROUTES)];
        for (int length = 0; ; ) {
            int count = socket.getInputStream().read(buffer, length, buffer.length - length);
            if (count < 0) {
                return;
            }
            length += count;
            if (buffer[length - 1] == 1) {
                if (calls.incrementAndGet() % 7 == 0) {
                    Thread.sleep(1);
                }
                socket.getOutputStream().write(buffer, 0, length);
                length = 0;
            }
        }
    }

    /** One connection that asks until there is nothing left to ask for. */
    private void ask(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                int route = i % Routes.ROUTES;
                String request = "GET /r" + route + "?order=" + i + " HTTP/1.1\r\nHost: a\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                readAnswer(socket, Routes.bytes(route));
            }
        }
    }

    private static void readAnswer(Socket socket, int bodyBytes) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new IOException("ended in " + head);
            }
            head.append((char) c);
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 200 ");
        if (socket.getInputStream().readNBytes(bodyBytes).length != bodyBytes) {
            throw new IOException("the answer is cut off");
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void callsOfPlatformThreadsBearTheirRequest(Jdk jdk) throws Exception {
        assertExact(jdk, "threads");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#withVirtualThreads")
    void callsOfVirtualThreadsBearTheirRequest(Jdk jdk) throws Exception {
        assertExact(jdk, "virtual");
    }

    private void assertExact(Jdk jdk, String threads) throws Exception {
        String options = "flows=exchange,slow=60m,jmx=false,file=stderr";
        try (AgentJvm jvm =
                new AgentJvm(jdk, directory).agent(options).option("-Xmx256m").start(Routes.class)) {
            jvm.go("serve " + peer.getLocalPort() + " " + threads);
            int port = Integer.parseInt(jvm.awaitPause("done").get(0));
            askAll(port);
            hangUp();
            List<Map<String, Object>> events = awaitExchanges(jvm);
            assertClient(events, threads.equals("virtual"));
            assertServer(events);
            assertThat(calls).hasValue(REQUESTS);
        }
    }

    private void askAll(int port) throws Exception {
        List<FutureTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            FutureTask<Void> client = new FutureTask<>(() -> {
                ask(port);
                return null;
            });
            clients.add(client);
            new Thread(client, "client").start();
        }
        for (FutureTask<Void> client : clients) {
            client.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** With a reset: so the last exchange of each connection is over, which else were open for some seconds. */
    private void hangUp() throws IOException {
        for (Socket caller : callers) {
            caller.setSoLinger(true, 0);
            caller.close();
        }
    }

    /** From standard error: a file would roll over. */
    private List<Map<String, Object>> awaitExchanges(AgentJvm jvm) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (lines(jvm).size() < 2 * REQUESTS && System.nanoTime() < deadlineNs) {
            Thread.sleep(500);
        }
        Path events = directory.resolve("events.json");
        Files.writeString(events, String.join("\n", lines(jvm)) + "\n");
        return new FlowLog(events).events();
    }

    private static List<String> lines(AgentJvm jvm) throws IOException {
        return jvm.err().stream().filter(line -> line.startsWith("{")).collect(Collectors.toList());
    }

    private static List<Map<String, Object>> of(List<Map<String, Object>> events, String direction) {
        return events.stream()
                .filter(event -> direction.equals(event.get("direction")))
                .collect(Collectors.toList());
    }

    private void assertClient(List<Map<String, Object>> events, boolean isVirtual) {
        List<Map<String, Object>> client = of(events, "out");
        Map<String, Integer> wrong = new HashMap<>();
        Map<Object, Object> threadOfRequest = new HashMap<>();
        for (Map<String, Object> event : client) {
            String right = "GET /r" + ((Long) event.get("request_bytes") - 1);
            if (!right.equals(event.get("context"))) {
                wrong.merge(right + " is " + event.get("context"), 1, Integer::sum);
            }
            assertThat(threadOfRequest.put(event.get("context_id"), event.get("thread_id")))
                    .as("a request of two calls")
                    .isNull();
        }
        assertThat(wrong).isEmpty();
        assertThat(client)
                .hasSize(REQUESTS)
                .allSatisfy(event -> assertThat(event)
                        .containsEntry("remote_port", (long) peer.getLocalPort())
                        .containsEntry("context_kind", "http")
                        .containsEntry("confidence", "exact"));
        if (isVirtual) {
            assertThat(client).allSatisfy(event -> assertThat(event).doesNotContainEntry("virtual", false));
            assertThat(threadOfRequest.values()).doesNotHaveDuplicates();
        } else {
            assertThat(client)
                    .allSatisfy(
                            event -> assertThat((String) event.get("thread")).startsWith(Routes.THREAD_PREFIX));
        }
    }

    private static void assertServer(List<Map<String, Object>> events) {
        Map<Object, Object> calls = new HashMap<>();
        of(events, "out").forEach(event -> calls.put(event.get("context_id"), event));
        List<Map<String, Object>> server = of(events, "in");
        assertThat(server).hasSize(REQUESTS).allSatisfy(event -> {
            Map<?, ?> call = (Map<?, ?>) calls.get(event.get("context_id"));
            assertThat(call).as("the call of the same request").isNotNull();
            assertThat(event)
                    .containsEntry("context", call.get("context"))
                    .containsEntry("thread_id", call.get("thread_id"));
        });
    }

    /** May fail. */
    private interface Body {
        void run() throws Exception;
    }
}
