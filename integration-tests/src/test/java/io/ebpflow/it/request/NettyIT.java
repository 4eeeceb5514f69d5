// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.server.NettyShop;
import io.ebpflow.it.server.Shop;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real server of Netty, whose event loops serve many connections in turn: each call bears the request that it was made for. */
class NettyIT {

    private static final int CLIENTS = 12;

    /** Their methods are what the requests are told apart by. */
    private static final int REQUESTS = 1_201;

    private static final int METHODS = 23;
    private static final int FIRST_ALONE = 7_001;
    private static final int LIMIT_SECONDS = 60;
    private static final byte[] BODY = {1, 2, 3, 4, 5};
    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

    @TempDir
    Path directory;

    static Stream<Arguments> versions() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("netty-4.1", "netty-4.2").map(it -> Arguments.of(it, jdk)));
    }

    private AgentJvm started(String module, Jdk jdk) throws Exception {
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m,jmx=false")
                .option("-cp", Server.classPath(module), "-Xmx256m", "-Dio.netty.noUnsafe=true")
                .start(NettyShop.class);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void callsBearTheirRequest(String module, Jdk jdk) throws Exception {
        Map<Object, Object> right = new HashMap<>();
        for (int i = 1; i <= REQUESTS; i++) {
            right.put((long) i, method(i));
        }
        for (int i = 0; i < NettyShop.LOOPS; i++) {
            right.put((long) FIRST_ALONE + i, "null");
        }
        try (SharedPeer peer = new SharedPeer();
                AgentJvm jvm = started(module, jdk)) {
            jvm.go("serve " + peer.port());
            askManyAtOnce(Integer.parseInt(jvm.awaitPause("done").get(0)));
            for (String command : List.of("alone " + FIRST_ALONE, "leave")) {
                jvm.go(command);
                jvm.awaitPause("done");
            }
            Map<Object, Object> found = peer.names(jvm, right.size());
            assertThat(found).hasSameSizeAs(right);
            found.entrySet().removeIf(NettyIT::isOvertaken);
            right.keySet().removeIf(size -> isTaskOfFirstOfTwo(size) && !found.containsKey(size));
            assertThat(found).isEqualTo(right);
            assertThat(jvm.err()).noneMatch(line -> line.contains("ebpflow") && line.contains("hook"));
        }
    }

    private static boolean isTaskOfFirstOfTwo(Object size) {
        int bytes = ((Long) size).intValue();
        return bytes <= REQUESTS && bytes % 3 == 2 && !NettyShop.isDirect(bytes);
    }

    /** The next request of its connection may have been read before it is handed over: then it is nobody's. */
    private static boolean isOvertaken(Map.Entry<Object, Object> call) {
        return isTaskOfFirstOfTwo(call.getKey()) && call.getValue().equals("null");
    }

    /** Nothing tells what a handler of its own has kept, nor when it begins that: it is nobody's then, not the former request's. */
    @ParameterizedTest
    @MethodSource("versions")
    void whatAHandlerHasKeptBearsNoOtherRequest(String module, Jdk jdk) throws Exception {
        try (SharedPeer peer = new SharedPeer();
                AgentJvm jvm = started(module, jdk)) {
            jvm.go("queue " + peer.port());
            askManyAtOnce(Integer.parseInt(jvm.awaitPause("done").get(0)));
            jvm.go("leave");
            jvm.awaitPause("done");
            Map<Object, Object> found = peer.names(jvm, REQUESTS);
            Map<Object, Object> kept = new HashMap<>(found);
            kept.entrySet().removeIf(call -> call.getValue().equals(method(((Long) call.getKey()).intValue())));
            assertThat(found).hasSize(REQUESTS);
            assertThat(new HashSet<>(kept.values())).isSubsetOf("null");
            assertThat(kept).hasSizeBetween(1, REQUESTS / 3);
        }
    }

    private static String method(int bytes) {
        return "M" + bytes % METHODS;
    }

    static void askManyAtOnce(int port) throws Exception {
        AtomicInteger next = new AtomicInteger(1);
        List<FutureTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            FutureTask<Void> client = new FutureTask<>(() -> {
                askOn(port, next);
                return null;
            });
            clients.add(client);
            new Thread(client, "client").start();
        }
        for (FutureTask<Void> client : clients) {
            client.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Without a body, with one that comes later, and two requests at once, in turn. */
    private static void askOn(int port, AtomicInteger next) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            for (int i = next.getAndIncrement(); i <= REQUESTS; i = next.getAndIncrement()) {
                if (i % 3 == 0) {
                    send(socket, head(i, BODY.length));
                    socket.getOutputStream().write(BODY, 0, 2);
                    socket.getOutputStream().write(BODY, 2, 3);
                } else if (i % 3 == 1) {
                    send(socket, head(i, 0));
                } else {
                    int other = next.getAndIncrement();
                    send(socket, head(i, 0) + (other <= REQUESTS ? head(other, 0) : ""));
                    expectAnswer(other <= REQUESTS ? socket : null);
                }
                expectAnswer(socket);
            }
        }
    }

    private static String head(int bytes, int bodyLength) {
        return method(bytes) + " /" + bytes + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + bodyLength + "\r\n"
                + Shop.BYTES + ": " + bytes + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @param socket null: none */
    private static void expectAnswer(Socket socket) throws IOException {
        if (socket != null) {
            byte[] answer = socket.getInputStream().readNBytes(ANSWER.length());
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo(ANSWER);
        }
    }
}
