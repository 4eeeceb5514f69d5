// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.Libraries;
import io.ebpflow.it.app.JmsCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real broker of JMS: what a message makes its listener do bears the name of what the listener has subscribed to. */
class JmsIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void messagesAreNamedByTheirDestination(Jdk jdk) throws Exception {
        assertNames(LibraryJvm.of(Libraries.COMPILED, jdk, directory));
    }

    /** With the API of Jakarta. */
    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void messagesOfNewerVersionsAre(Jdk jdk) throws Exception {
        String classPath = OtherNames.compile(
                directory,
                "app",
                List.of("JmsCalls"),
                Map.of("javax.jms", "jakarta.jms"),
                Server.classPath("activemq-6.3"));
        assertNames(LibraryJvm.of(classPath, jdk, directory));
    }

    private static void assertNames(AgentJvm prepared) throws Exception {
        try (CalledPeer peer = new CalledPeer();
                AgentJvm jvm = prepared.start(JmsCalls.class)) {
            for (String command : List.of("connect " + peer.port(), "listen 11", "spring 21")) {
                jvm.go(command);
                jvm.awaitPause("done");
            }
            Map<Long, Map<String, Object>> calls = peer.calls(jvm, 6);

            assertThat(calls.get(11L)).containsEntry("context", "orders").containsEntry("context_kind", "jms");
            assertThat(calls.get(12L)).containsEntry("context", "prices.>");
            assertThat(calls.get(13L)).containsEntry("context", "(temporary)");
            assertThat(calls.get(14L)).containsEntry("context", "failing");
            assertThat(calls.get(15L)).as("received by itself").doesNotContainKeys("context", "context_id");
            assertThat(calls.get(21L)).containsEntry("context", "shipments").containsEntry("context_kind", "jms");
            assertThat(jvm.events().toString()).doesNotContain("prices.4711");
        }
    }
}
