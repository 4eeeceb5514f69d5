// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.LibraryCalls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What libraries do in loops of their own bears the name of the request that asked for it, or none; never another's. */
class LibraryCallsIT {

    private static final int REQUESTS = 2_003;
    private static final int CONNECTIONS = 8;
    private static final int FIRST_TO_WARN_OF_NATIVE_CODE = 24;

    @TempDir
    Path directory;

    private static String route(Map<String, Object> call, String library, long bytes) {
        Object context = call.get("context");
        return context == null || context.equals("GET /" + library + "/r" + (bytes - 1))
                ? "right"
                : bytes + " is " + context;
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Libraries#each")
    void callsBearNoOthersRequest(Libraries libraries, Jdk jdk) throws Exception {
        AgentJvm jvm = new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m,jmx=false")
                .option(
                        "-Xmx256m",
                        "-cp",
                        libraries.classPath(),
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-Dio.netty.noUnsafe=true");
        if (jdk.release() >= FIRST_TO_WARN_OF_NATIVE_CODE) {
            jvm.option("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
        }
        try (HttpPeer http = HttpPeer.plain();
                ServerSocket peer = new ServerSocket(0, 101, InetAddress.getByName("127.0.0.1"));
                AgentJvm started = jvm.start(LibraryCalls.class)) {
            Echo.serve(peer);
            int httpPort = http.port();
            started.go("serve " + peer.getLocalPort() + " " + httpPort);
            String own = "http://127.0.0.1:" + started.awaitPause("done").get(0);
            Asking.all(own + "/netty", LibraryCalls.ROUTES, REQUESTS);
            Asking.all(own + "/okhttp", LibraryCalls.ROUTES, REQUESTS);

            assertNoneWrong(Asking.calls(started, peer.getLocalPort(), REQUESTS), "netty", 0);
            List<Map<String, Object>> calls = Asking.calls(started, httpPort, REQUESTS);
            long least = calls.stream()
                    .mapToLong(call -> (Long) call.get("request_bytes"))
                    .min()
                    .getAsLong();
            assertNoneWrong(calls, "okhttp", least - 1);
            assertThat(calls).allSatisfy(call -> assertThat(call).containsEntry("confidence", "inherited"));
        }
    }

    private static void assertNoneWrong(List<Map<String, Object>> calls, String library, long overhead) {
        Map<String, Integer> verdicts = new HashMap<>();
        for (Map<String, Object> call : calls) {
            verdicts.merge(route(call, library, (Long) call.get("request_bytes") - overhead), 1, Integer::sum);
        }
        assertThat(verdicts).as(library).containsOnlyKeys("right").containsEntry("right", REQUESTS);
    }
}
