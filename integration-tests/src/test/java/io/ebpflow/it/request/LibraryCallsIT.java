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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What libraries do in loops of their own bears the name of the request that asked for it, or none; never another's. */
class LibraryCallsIT {

    private static final int REQUESTS = 2_003;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Libraries#each")
    void callsBearNoOthersRequest(Libraries libraries, Jdk jdk) throws Exception {
        try (HttpPeer http = HttpPeer.plain();
                ServerSocket peer = new ServerSocket(0, 101, InetAddress.getByName("127.0.0.1"));
                AgentJvm started =
                        LibraryJvm.ofNative(libraries, jdk, directory).start(LibraryCalls.class)) {
            Echo.serve(peer);
            int httpPort = http.port();
            started.go("serve " + peer.getLocalPort() + " " + httpPort);
            String own = "http://127.0.0.1:" + started.awaitPause("done").get(0);
            Asking.all(own + "/netty", LibraryCalls.ROUTES, REQUESTS);
            Asking.all(own + "/okhttp", LibraryCalls.ROUTES, REQUESTS);

            Asking.assertNoneWrong(Asking.calls(started, peer.getLocalPort(), REQUESTS), "netty", 0, REQUESTS);
            List<Map<String, Object>> calls = Asking.calls(started, httpPort, REQUESTS);
            Asking.assertNoneWrong(calls, "okhttp", Asking.overhead(calls), REQUESTS);
            assertThat(calls).allSatisfy(call -> assertThat(call).containsEntry("confidence", "inherited"));
        }
    }
}
