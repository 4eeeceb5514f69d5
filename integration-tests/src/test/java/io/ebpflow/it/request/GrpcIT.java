// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.GrpcCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real gRPC server, over a network and within the JVM: what a call makes the application do bears its method's name. */
class GrpcIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Libraries#each")
    void callsAreNamedByTheirMethod(Libraries libraries, Jdk jdk) throws Exception {
        try (CalledPeer peer = new CalledPeer();
                AgentJvm jvm = LibraryJvm.of(libraries, jdk, directory).start(GrpcCalls.class)) {
            for (String command : List.of("connect " + peer.port(), "netty 10", "inprocess 20")) {
                jvm.go(command);
                jvm.awaitPause("done");
            }
            Map<Long, Map<String, Object>> calls = peer.calls(jvm, 12);

            for (long first : new long[] {10, 20}) {
                assertThat(calls.get(first))
                        .as("in an interceptor")
                        .containsEntry("context", GrpcCalls.GET)
                        .containsEntry("context_kind", "grpc");
                assertThat(calls.get(first + 1)).containsEntry("context", GrpcCalls.GET);
                assertThat(calls.get(first + 2)).containsEntry("context", GrpcCalls.ADD);
                assertThat(calls.get(first + 3)).containsEntry("context", GrpcCalls.ADD);
                assertThat(calls.get(first + 4)).containsEntry("context", GrpcCalls.FAIL);
                assertThat(calls.get(first + 5))
                        .as("in the same thread")
                        .containsEntry("thread", calls.get(first).get("thread"))
                        .doesNotContainKeys("context", "context_id");
            }
        }
    }
}
