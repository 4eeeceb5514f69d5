// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.LibraryCalls;
import io.ebpflow.it.app.Queues;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What waits in a queue of a library bears the name of the request that put it there, or none; never that of who empties it. */
class QueuesIT {

    private static final int REQUESTS = 503;

    @TempDir
    Path directory;

    /** Of what a queue passes on for all who wait there: the stranger's name is not that of the thread, or task, that empties it. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void whoEmptiesAQueueGivesNobodyItsRequest(Jdk jdk) throws Exception {
        try (HttpPeer http = HttpPeer.plain();
                ServerSocket peer = new ServerSocket(0, 101, InetAddress.getByName("127.0.0.1"));
                AgentJvm jvm =
                        LibraryJvm.ofNative(Libraries.COMPILED, jdk, directory).start(Queues.class)) {
            Echo.serve(peer);
            jvm.go("serve " + peer.getLocalPort() + " " + http.port());
            String own = "http://127.0.0.1:" + jvm.awaitPause("done").get(0);
            int calls = 0;
            for (String queue : List.of("sequence", "sink", "channel")) {
                Asking.all(own + "/" + queue, LibraryCalls.ROUTES, REQUESTS);
                List<Map<String, Object>> all = Asking.calls(jvm, peer.getLocalPort(), calls + REQUESTS);
                List<Map<String, Object>> passedOn = all.subList(calls, all.size());
                // Each channel is closed, and the kernel programs may be skipped for a close, which is counted.
                long lost = queue.equals("channel") ? jvm.lost("close") : 0;
                assertThat((long) passedOn.size()).as(queue).isBetween(REQUESTS - lost, (long) REQUESTS);
                Asking.assertNoneWrong(passedOn, queue, 0, passedOn.size());
                assertThat(known(passedOn)).as(queue).isEqualTo(queue.equals("sequence") ? REQUESTS : 0);
                calls += REQUESTS;
            }
            Asking.all(own + "/loan", LibraryCalls.ROUTES, REQUESTS);
            List<Map<String, Object>> loans = Asking.calls(jvm, http.port(), REQUESTS);
            Asking.assertNoneWrong(loans, "loan", Asking.overhead(loans), REQUESTS);
            assertThat(known(loans)).as("but for new connections").isGreaterThan(REQUESTS - REQUESTS / 10);
        }
    }

    private static long known(List<Map<String, Object>> calls) {
        return calls.stream().filter(call -> call.get("context") != null).count();
    }
}
