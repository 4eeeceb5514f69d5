// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Handovers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request does in other threads than its own bears its name, in whichever way it got there, and no other's. */
class HandoversIT {

    private static final int REQUESTS = 4_001;
    private static final int UNASKED = 997;

    @TempDir
    Path directory;

    private ServerSocket peer;

    @BeforeEach
    void servePeer() throws IOException {
        peer = new ServerSocket(0, 101, InetAddress.getByName("127.0.0.1"));
        Echo.serve(peer);
    }

    @AfterEach
    void closePeer() throws IOException {
        peer.close();
    }

    private AgentJvm jvm(Jdk jdk) throws Exception {
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m,jmx=false")
                .option("-Xmx256m");
    }

    private int serve(AgentJvm jvm) throws Exception {
        jvm.go("serve " + peer.getLocalPort());
        return Integer.parseInt(jvm.awaitPause("done").get(0));
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void callsBearTheRequestThatHandedThemOver(Jdk jdk) throws Exception {
        AgentJvm jvm = jvm(jdk);
        try (AgentJvm started = (jdk.release() >= 21 ? jvm.option("--enable-preview") : jvm).start(Handovers.class)) {
            int port = serve(started);
            started.go("unasked " + UNASKED);
            started.awaitPause("done");
            Asking.all("http://127.0.0.1:" + port, Handovers.ROUTES, REQUESTS);
            assertExact(Asking.calls(started, peer.getLocalPort(), REQUESTS + UNASKED));
        }
    }

    private static void assertExact(List<Map<String, Object>> calls) {
        Map<String, Integer> wrong = new HashMap<>();
        int unasked = 0;
        for (Map<String, Object> call : calls) {
            long bytes = (Long) call.get("request_bytes");
            boolean isUnasked = bytes == Handovers.UNASKED_BYTES;
            unasked += isUnasked ? 1 : 0;
            String right = isUnasked ? null : "GET /r" + (bytes - 1);
            Object context = "job".equals(call.get("context_kind")) && isUnasked ? null : call.get("context");
            if (!Objects.equals(right, context)) {
                wrong.merge(right + " is " + context, 1, Integer::sum);
            }
            if (isUnasked) {
                assertThat(call).containsEntry("confidence", "exact");
            }
        }
        assertThat(wrong).as("wrong, or not known").isEmpty();
        assertThat(calls).hasSize(REQUESTS + UNASKED);
        assertThat(unasked).isEqualTo(UNASKED);
        assertThat(calls.stream().filter(call -> "inherited".equals(call.get("confidence"))))
                .as("in another thread than the request's: all but most of the parallel streams'")
                .hasSizeGreaterThan(REQUESTS / 100 * 85);
    }

    /** In whichever way requests are on their way while the hooks go: all are answered, those that come later, too. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void theHooksGoUnderTraffic(Jdk jdk) throws Exception {
        AgentJvm prepared =
                new AgentJvm(jdk, directory).agent("flows=exchange,slow=60m").option("-Xmx256m");
        if (jdk.release() >= 21) {
            prepared.option("--enable-preview");
        }
        try (AgentJvm jvm = prepared.start(Handovers.class)) {
            String server = "http://127.0.0.1:" + serve(jvm);
            Asking.all(server, Handovers.ROUTES, 3 * Handovers.ROUTES);
            FutureTask<Void> asking = new FutureTask<>(() -> {
                Asking.all(server, Handovers.ROUTES, REQUESTS);
                return null;
            });
            new Thread(asking, "asking").start();
            jvm.go("uninstall 1");
            jvm.awaitPause("done");
            asking.get();
            Asking.all(server, Handovers.ROUTES, 3 * Handovers.ROUTES);
            assertThat(jvm.err())
                    .contains("[ebpflow] INFO uninstalled")
                    .allMatch(line -> line.startsWith("[ebpflow] INFO "));
            assertThat(Asking.calls(jvm, peer.getLocalPort(), 0)).hasSizeLessThan(REQUESTS + 6 * Handovers.ROUTES);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void whatHasNoSingleRequestHasNone(Jdk jdk) throws Exception {
        try (AgentJvm jvm = jvm(jdk).start(Handovers.class)) {
            int port = serve(jvm);
            Asking.all("http://127.0.0.1:" + port + "/odd", 1, 1);
            Map<Long, Object> contexts = new HashMap<>();
            for (Map<String, Object> call : Asking.calls(jvm, peer.getLocalPort(), 8)) {
                contexts.put((Long) call.get("request_bytes"), call.getOrDefault("context", ""));
            }
            assertThat(contexts).containsOnlyKeys(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L);
            assertThat(contexts.get(11L)).as("periodic, its first time").isEqualTo("");
            assertThat(contexts.get(12L)).as("and its second").isEqualTo("");
            assertThat(contexts.get(13L))
                    .as("run by the caller, whom the pool rejected")
                    .isEqualTo("GET /odd/r0");
            assertThat(contexts.get(14L))
                    .as("after a task that has thrown, no request")
                    .isEqualTo("");
            assertThat(contexts.get(15L))
                    .as("the same task for a request and for nobody")
                    .isEqualTo("");
            assertThat(contexts.get(16L)).as("and its second run").isEqualTo("");
            assertThat(contexts.get(17L)).as("again, for nobody alone").isEqualTo("");
            assertThat(contexts.get(18L))
                    .as("in a pool's thread that is older than the agent")
                    .isEqualTo("GET /odd/r0");
        }
    }
}
