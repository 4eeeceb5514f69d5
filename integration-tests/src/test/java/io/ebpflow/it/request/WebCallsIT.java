// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.WebCalls;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** java.net.http.HttpClient writes in threads of its own: what it writes bears the request that calls. */
class WebCallsIT {

    private static final int REQUESTS = 2_003;

    @TempDir
    Path directory;

    private List<Map<String, Object>> calls(Jdk jdk, String scheme, int port) throws Exception {
        try (AgentJvm jvm = new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m,jmx=false")
                .option("-Xmx256m")
                .start(WebCalls.class)) {
            jvm.go("serve " + scheme + "://127.0.0.1:" + port);
            int own = Integer.parseInt(jvm.awaitPause("done").get(0));
            Asking.all("http://127.0.0.1:" + own, WebCalls.ROUTES, REQUESTS);
            Asking.all("http://127.0.0.1:" + own + "/twice", WebCalls.ROUTES, REQUESTS);
            return Asking.calls(jvm, port, 3 * REQUESTS);
        }
    }

    /** Bytes of a call beyond those of its route's path: the same for all that bear their own request. */
    private static Map<Long, Integer> overheads(List<Map<String, Object>> calls) {
        Map<Long, Integer> overheads = new HashMap<>();
        for (Map<String, Object> call : calls) {
            String context = (String) call.get("context");
            if (context != null) {
                int route = Integer.parseInt(context.substring(context.lastIndexOf("/r") + 2));
                overheads.merge((Long) call.get("request_bytes") - route, 1, Integer::sum);
            }
        }
        return overheads;
    }

    private static List<Map<String, Object>> unnamed(List<Map<String, Object>> calls) {
        return calls.stream().filter(call -> !call.containsKey("context")).collect(Collectors.toList());
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void callsBearTheRequestThatMakesThem(Jdk jdk) throws Exception {
        try (HttpPeer peer = HttpPeer.plain()) {
            List<Map<String, Object>> calls = calls(jdk, "http", peer.port());
            assertThat(unnamed(calls)).isEmpty();
            assertThat(calls).hasSize(3 * REQUESTS);
            assertThat(overheads(calls)).hasSize(1);
        }
    }

    /** A handshake is of the request that opens the connection, in an exchange or two of their own or together with the call. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void encryptedCallsBearTheRequestThatMakesThem(Jdk jdk) throws Exception {
        try (HttpPeer peer = HttpPeer.encrypted(jdk, directory)) {
            List<Map<String, Object>> calls = calls(jdk, "https", peer.port());
            assertThat(unnamed(calls)).isEmpty();
            long connections =
                    calls.stream().map(call -> call.get("flow_id")).distinct().count();
            assertThat(connections).isLessThanOrEqualTo(WebCalls.REQUEST_THREADS);
            int most = Collections.max(overheads(calls).values());
            assertThat((long) most).isGreaterThanOrEqualTo(calls.size() - 3 * connections);
        }
    }
}
