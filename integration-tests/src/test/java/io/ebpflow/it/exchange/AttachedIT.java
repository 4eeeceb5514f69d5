// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Connection;
import io.ebpflow.it.app.Script;
import io.ebpflow.it.app.Style;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes in the middle of an exchange: of that one it tells nothing, of the next ones the truth. */
class AttachedIT {

    private static final int COUNT = 5;
    private static final int REQUEST_BYTES = 1_009;
    private static final int RESPONSE_BYTES = 7_919;
    private static final int HALF_BYTES = 499;
    private static final int DELAY_MS = 41;

    @TempDir
    Path directory;

    /** Without the option JDK 21 and later warn of the attach itself. */
    private AgentJvm prepared(Jdk jdk) {
        AgentJvm prepared = new AgentJvm(jdk, directory).withoutAgent();
        return jdk.release() >= 21 ? prepared.option("-XX:+EnableDynamicAgentLoading") : prepared;
    }

    private static void attach(AgentJvm jvm) throws Exception {
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(jvm.process().pid()));
        try {
            machine.loadAgent(JvmRun.agentJar().toString(), jvm.arguments());
        } finally {
            machine.detach();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void clientHasSentHalfOfItsRequest(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(prepared(jdk)).connect(Style.SOCKET)) {
            talk.ok("writer send c " + HALF_BYTES);
            attach(talk.jvm().jvm());
            talk.ok("writer hooks");
            talk.ok("writer send c " + (REQUEST_BYTES - HALF_BYTES));
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
            talk.ok("writer receive c " + RESPONSE_BYTES);
            ask(talk);
            assertWhole(talk.finish(), COUNT);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void clientWaitsForItsResponse(Jdk jdk) throws Exception {
        try (Conversation talk = new Conversation(prepared(jdk)).connect(Style.SOCKET)) {
            talk.ok("writer send c " + REQUEST_BYTES);
            attach(talk.jvm().jvm());
            talk.ok("writer hooks");
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
            talk.ok("writer receive c " + RESPONSE_BYTES);
            ask(talk);
            // The first that it has seen might have begun before, for all it knows.
            assertWhole(talk.finish(), COUNT - 1);
        }
    }

    private static void ask(Conversation talk) throws Exception {
        for (int i = 0; i < COUNT; i++) {
            talk.ok("writer send c " + REQUEST_BYTES);
            talk.answer(REQUEST_BYTES, RESPONSE_BYTES, DELAY_MS);
            talk.ok("writer receive c " + RESPONSE_BYTES);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void serverHasReadHalfOfARequest(Jdk jdk) throws Exception {
        try (Commanded jvm = new Commanded(prepared(jdk), Script.class)) {
            int port = Integer.parseInt(ok(jvm, "worker listen l SOCKET 127.0.0.1"));
            try (Connection peer = Style.SOCKET.connect(new InetSocketAddress("127.0.0.1", port), 0)) {
                ok(jvm, "worker accept c l");
                peer.send(HALF_BYTES, 1);
                ok(jvm, "worker receive c " + HALF_BYTES);
                attach(jvm.jvm());
                ok(jvm, "worker hooks");
                peer.send(REQUEST_BYTES - HALF_BYTES, 1);
                serve(jvm, peer, REQUEST_BYTES - HALF_BYTES);
                for (int i = 0; i < COUNT; i++) {
                    peer.send(REQUEST_BYTES, 1);
                    serve(jvm, peer, REQUEST_BYTES);
                }
                ok(jvm, "worker close c");
            }
            List<Map<String, Object>> events = jvm.finish();
            assertWhole(Exchanges.of(events, "exchange", "direction", "in"), COUNT);
        }
    }

    private static String ok(Commanded jvm, String step) throws Exception {
        String[] words = jvm.call(step).get(0).split("\t", 4);
        assertThat(words[0]).as(step + ": " + List.of(words)).isEqualTo("ok");
        return words[3];
    }

    private static void serve(Commanded jvm, Connection peer, int requestBytes) throws Exception {
        ok(jvm, "worker receive c " + requestBytes);
        Thread.sleep(DELAY_MS);
        ok(jvm, "worker send c " + RESPONSE_BYTES);
        peer.receive(RESPONSE_BYTES);
    }

    private static void assertWhole(List<Map<String, Object>> exchanges, int count) {
        assertThat(exchanges).hasSize(count).allSatisfy(event -> {
            Exchanges.assertAddsUp(event);
            assertThat(event)
                    .containsEntry("request_bytes", (long) REQUEST_BYTES)
                    .containsEntry("response_bytes", (long) RESPONSE_BYTES)
                    .doesNotContainKeys("multiplexed", "unanswered");
            assertThat((long) event.get("total_us")).isGreaterThanOrEqualTo(DELAY_MS * 1_000);
        });
    }
}
