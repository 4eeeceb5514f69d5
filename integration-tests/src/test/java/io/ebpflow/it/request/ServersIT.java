// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers: whatever a request does, on whichever of the server's threads, bears the pattern that it was found by. */
class ServersIT {

    private static final int REQUESTS = 1_201;
    private static final int LIMIT_SECONDS = 60;

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
            Map<Long, String> right = ShopLoad.oneAfterTheOther(port);
            right.putAll(ShopLoad.manyAtOnce(port, REQUESTS));
            jvm.go("leave");
            jvm.awaitPause("done");
            assertExact(await(jvm, right.size()), right);
            assertThat(jvm.err()).noneMatch(line -> line.contains("ebpflow") && line.contains("hook"));
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
