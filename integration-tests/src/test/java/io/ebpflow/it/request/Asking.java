// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Clients that ask a server for its routes in turn, and what it called for them.
 *
 * <p>Threading: confined to the test.
 */
final class Asking {
    private static final int CLIENTS = 32;

    /** Then everything is in the log: the last exchange of a connection is over 5 s later. */
    private static final int LIMIT_SECONDS = 45;

    private Asking() {}

    /** Returns when all are answered, {@code /rN} with N + 1 bytes. */
    static void all(String server, int routes, int count) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        AtomicInteger next = new AtomicInteger();
        List<FutureTask<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            FutureTask<Void> client = new FutureTask<>(() -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    URI uri = URI.create(server + "/r" + n % routes + "?order=" + n);
                    HttpResponse<byte[]> answer =
                            http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).hasSize(n % routes + 1);
                }
                return null;
            });
            clients.add(client);
            Thread thread = new Thread(client, "client");
            thread.setDaemon(true);
            thread.start();
        }
        for (FutureTask<Void> client : clients) {
            client.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Exchanges with a peer at a port, of which there are so many. */
    static List<Map<String, Object>> calls(AgentJvm jvm, int port, int count) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (calls(jvm, port).size() < count && System.nanoTime() < deadlineNs) {
            Thread.sleep(200);
        }
        assertThat(jvm.events("health").toString()).doesNotContain("task_requests_full");
        return calls(jvm, port);
    }

    /** What a request has besides the characters of its path, of which it has one at least. */
    static long overhead(List<Map<String, Object>> calls) {
        return calls.stream()
                        .mapToLong(call -> (Long) call.get("request_bytes"))
                        .min()
                        .getAsLong()
                - 1;
    }

    /**
     * Each has the name of the request that its size tells, or none.
     *
     * @param path of the routes
     */
    static void assertNoneWrong(List<Map<String, Object>> calls, String path, long overhead, int count) {
        Map<String, Integer> verdicts = new HashMap<>();
        for (Map<String, Object> call : calls) {
            long bytes = (Long) call.get("request_bytes") - overhead;
            Object context = call.get("context");
            boolean isRight = context == null || context.equals("GET /" + path + "/r" + (bytes - 1));
            verdicts.merge(isRight ? "right" : bytes + " is " + context, 1, Integer::sum);
        }
        assertThat(verdicts).as(path).containsOnlyKeys("right").containsEntry("right", count);
    }

    private static List<Map<String, Object>> calls(AgentJvm jvm, int port) {
        return jvm.events("exchange").stream()
                .filter(event -> "out".equals(event.get("direction")))
                .filter(event -> event.get("remote_port").equals((long) port))
                .collect(Collectors.toList());
    }
}
