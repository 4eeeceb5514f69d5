// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.server.Shop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers: whatever a request does, on whichever of the server's threads, bears the pattern that it was found by. */
class ServersIT {

    private static final int CLIENTS = 12;
    private static final int REQUESTS = 1_201;
    private static final int LIMIT_SECONDS = 60;

    /** Of the calls that are made one after the other; each call of a test has a size of its own. */
    private static final int FIRST_BYTES = 2_003;

    @TempDir
    Path directory;

    private SharedPeer peer;

    @BeforeEach
    void servePeer() throws IOException {
        peer = new SharedPeer();
    }

    @AfterEach
    void closePeer() throws IOException {
        peer.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.ebpflow.it.request.Server#all")
    void requestsAreNamedByTheirPattern(Server server, Jdk jdk) throws Exception {
        try (AgentJvm jvm = new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m,jmx=false")
                .option("-cp", server.classPath(directory), "-Xmx256m")
                .start(server.main())) {
            jvm.go("serve " + peer.port());
            int port = Integer.parseInt(jvm.awaitPause("done").get(0));
            Map<Long, String> right = askOneAfterTheOther(port);
            right.putAll(askManyAtOnce(port));
            jvm.go("leave");
            jvm.awaitPause("done");
            assertExact(await(jvm, right.size()), right);
            assertThat(jvm.err()).noneMatch(line -> line.contains("ebpflow") && line.contains("hook"));
        }
    }

    /** All on one connection, so that what one leaves behind is found with the next. */
    private static Map<Long, String> askOneAfterTheOther(int port) throws Exception {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("/shop/exact?card=4711", "GET /shop/exact");
        names.put("/shop/complete/17", "GET /shop/complete/*");
        names.put("/shop/orders/17?card=4711", "GET /shop/orders/*");
        names.put("/shop/dispatch/17", "GET /shop/dispatch/*");
        names.put("/shop/x/report.do", "GET /shop/*.do");
        names.put("/shop/timeout/17", "GET /shop/timeout/*");
        names.put("/shop/x/17", "GET /shop/");
        names.put("/shop/forward", "GET /shop/forward");
        names.put("/shop/sho%70;v=1", "GET /shop/");
        names.put("/shop/fail", "GET /shop/fail"); // the last: some servers close the connection then
        Map<Long, String> right = new HashMap<>();
        try (Browser browser = new Browser(port)) {
            for (Map.Entry<String, String> name : names.entrySet()) {
                int bytes = FIRST_BYTES + right.size();
                assertThat(browser.get(name.getKey(), bytes))
                        .isEqualTo(name.getKey().equals("/shop/fail") ? 500 : 200);
                right.put((long) bytes, name.getValue());
            }
        }
        return right;
    }

    /** Asynchronous ones and others in turn, on connections that are used again. */
    private static Map<Long, String> askManyAtOnce(int port) throws Exception {
        AtomicInteger next = new AtomicInteger();
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
        Map<Long, String> right = new HashMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            right.put(i + 1L, "GET /shop" + pattern(i));
        }
        return right;
    }

    private static void askOn(int port, AtomicInteger next) throws IOException {
        try (Browser browser = new Browser(port)) {
            for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                assertThat(browser.get("/shop" + pattern(i).replace("*", "" + i), i + 1))
                        .isEqualTo(200);
            }
        }
    }

    private static String pattern(int i) {
        switch (i % 3) {
            case 0:
                return "/dispatch/*";
            case 1:
                return "/complete/*";
            default:
                return "/r" + i % Shop.ROUTES + "/*";
        }
    }

    /** The calls and the answers. */
    private static List<Map<String, Object>> await(AgentJvm jvm, int requests) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (jvm.events().size() < 2 * requests && System.nanoTime() < deadlineNs) {
            Thread.sleep(100);
        }
        return jvm.events();
    }

    private void assertExact(List<Map<String, Object>> events, Map<Long, String> right) {
        List<Map<String, Object>> calls = of(events, "out");
        Map<String, Integer> wrong = new HashMap<>();
        for (Map<String, Object> call : calls) {
            String name = right.get(call.get("request_bytes"));
            if (!name.equals(call.get("context"))) {
                wrong.merge(name + " is " + call.get("context"), 1, Integer::sum);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(calls)
                .hasSize(right.size())
                .allSatisfy(call -> assertThat(call)
                        .containsEntry("remote_port", (long) peer.port())
                        .containsEntry("context_kind", "http")
                        .containsEntry("confidence", "exact"));
        Map<Object, Object> nameOfRequest =
                calls.stream().collect(Collectors.toMap(call -> call.get("context_id"), call -> call.get("context")));
        Map<Object, Object> answered = of(events, "in").stream()
                .filter(answer -> answer.containsKey("context_id"))
                .collect(Collectors.toMap(answer -> answer.get("context_id"), answer -> answer.get("context")));
        assertThat(answered).isEqualTo(nameOfRequest);
    }

    private static List<Map<String, Object>> of(List<Map<String, Object>> events, String direction) {
        return events.stream()
                .filter(event -> direction.equals(event.get("direction")))
                .collect(Collectors.toList());
    }
}
