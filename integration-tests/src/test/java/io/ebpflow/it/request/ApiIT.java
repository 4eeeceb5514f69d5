// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.api.Ebpflow;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Scopes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application names by hand bears that name, wherever the API comes from and whenever the agent does. */
class ApiIT {

    @TempDir
    Path directory;

    private CalledPeer peer;

    @BeforeEach
    void listen() throws Exception {
        peer = new CalledPeer();
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
    }

    private AgentJvm prepared(Jdk jdk) {
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m")
                .option("-cp", pathOf(Scopes.class) + ":" + pathOf(Ebpflow.class));
    }

    private static String pathOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private static void run(AgentJvm jvm, String... commands) throws Exception {
        for (String command : commands) {
            jvm.go(command);
            jvm.awaitPause("done");
        }
    }

    private static void assertNamed(Map<Long, Map<String, Object>> calls, long bytes, String name) {
        assertThat(calls.get(bytes)).as("call of " + bytes + " bytes").containsEntry("context", name);
    }

    private static void assertNameless(Map<Long, Map<String, Object>> calls, long bytes) {
        assertThat(calls.get(bytes))
                .as("call of " + bytes + " bytes")
                .isNotNull()
                .doesNotContainKeys("context", "context_id", "context_kind");
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void scopesNameWhatIsDoneInThem(Jdk jdk) throws Exception {
        boolean hasVirtual = jdk.release() >= 21;
        try (AgentJvm jvm = prepared(jdk).start(Scopes.class)) {
            run(jvm, "peer " + peer.port(), "job 11", "nested 21", "disorder 31", "stranger 41", "loaders 51");
            run(jvm, hasVirtual ? "virtual 61" : "nested 61");
            run(jvm, "uninstall", "nested 71");
            Map<Long, Map<String, Object>> calls = peer.calls(jvm, hasVirtual ? 13 : 15);

            assertNamed(calls, 11, "nightly\\u0007import");
            assertThat(calls.get(11L)).containsEntry("context_kind", "job");
            assertNamed(calls, 21, "outer");
            assertNamed(calls, 22, "inner");
            assertNamed(calls, 23, "outer");
            assertNameless(calls, 24);
            assertThat(calls.get(21L))
                    .containsEntry("context_kind", "custom")
                    .containsEntry("context_id", calls.get(23L).get("context_id"))
                    .doesNotContainEntry("context_id", calls.get(22L).get("context_id"));
            assertNamed(calls, 31, "inner");
            assertNameless(calls, 32);
            assertNamed(calls, 41, "kept");
            assertNameless(calls, 42);
            assertNamed(calls, 51, "elsewhere");
            assertNamed(calls, 52, "elsewhere");
            if (hasVirtual) {
                assertNamed(calls, 61, "elsewhere");
                assertNameless(calls, 62);
            }
            assertThat(jvm.err()).allMatch(line -> line.startsWith("[ebpflow] INFO "));
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void anAgentThatComesLaterFindsTheApi(Jdk jdk) throws Exception {
        try (AgentJvm jvm = prepared(jdk).forAttach().start(Scopes.class)) {
            run(jvm, "peer " + peer.port(), "job 1", "nested 2", "loaders 6", "open");
            jvm.attach();
            run(jvm, "hooks", "call 10", "call 11", "close", "call 12", "job 13", "nested 21", "loaders 31");
            run(jvm, "uninstall", "nested 41");
            jvm.attach();
            run(jvm, "hooks", "call 50", "job 51", "nested 61");
            // All but the first of each time: it is half over when the agent sees the connection.
            Map<Long, Map<String, Object>> calls = peer.calls(jvm, 14);

            assertNameless(calls, 11); // opened when nobody was there
            assertNameless(calls, 12);
            assertNamed(calls, 13, "nightly\\u0007import");
            assertNamed(calls, 22, "inner");
            assertNameless(calls, 24);
            assertNamed(calls, 32, "elsewhere");
            assertNamed(calls, 51, "nightly\\u0007import");
            assertNamed(calls, 63, "outer");
            assertThat(jvm.err()).allMatch(line -> line.startsWith("[ebpflow] INFO "));
        }
    }
}
