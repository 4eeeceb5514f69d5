// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.app.Connection;
import io.ebpflow.it.app.Listener;
import io.ebpflow.it.app.Style;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How connections end: who ended them and how, with the bytes of both directions. The peer is the test itself. */
class CloseIT {

    private static final String OPENER = "inventory-client-opening-thread";
    private static final String USER = "inventory-client-closing-thread";

    private static final String CLOSER = "inventory-client-short-lived-thread-";

    private static final int SENT = 7_907;
    private static final int RECEIVED = 7_919;

    @TempDir
    Path directory;

    private Listener listener;

    /** Of the connection in hand. */
    private Connection peer;

    private Map<String, Object> connect;

    @BeforeEach
    void listen() throws Exception {
        listener = Style.SOCKET.listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    @AfterEach
    void unlisten() throws Exception {
        listener.close();
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void resets(Jdk jdk) throws Exception {
        try (ScriptedJvm jvm = new ScriptedJvm(new AgentJvm(jdk, directory))) {
            for (Style style : Style.values()) {
                resetByThePeer(jvm, style);
            }
            // Java lets no other channel linger.
            for (Style style : List.of(Style.SOCKET, Style.CHANNEL)) {
                resetByUs(jvm, style);
            }
            for (Style style : Style.values()) {
                closeWithUnreadData(jvm, style);
            }
            jvm.finish();
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void orderlyEnds(Jdk jdk) throws Exception {
        try (ScriptedJvm jvm = new ScriptedJvm(new AgentJvm(jdk, directory))) {
            for (Style style : Style.values()) {
                closedByThePeerFirst(jvm, style);
                halfClosedByUs(jvm, style);
                halfClosedByThePeer(jvm, style);
                closedByAThreadThatDoesNothingElse(jvm, style);
            }
            jvm.finish();
        }
    }

    private void resetByThePeer(ScriptedJvm jvm, Style style) throws Exception {
        open(jvm, style);
        jvm.ok(USER + " send c " + SENT);
        peer.receive(SENT);
        peer.resetOnClose();
        peer.close();
        List<Map<String, Object>> events = jvm.nextEvents(2);
        jvm.ok(USER + " close c");

        Map<String, Object> reset = events.get(0);
        Map<String, Object> close = events.get(1);
        assertThat(reset).containsEntry("event", "reset").containsEntry("reset_by", "remote");
        // Nobody of ours did it: the thread that used the connection last.
        assertIsOfFlow(reset, USER);
        assertThat(close).containsEntry("closed_by", "reset").containsEntry("error", "ECONNRESET");
        assertEnds(close, USER, SENT, 0);
    }

    private void resetByUs(ScriptedJvm jvm, Style style) throws Exception {
        open(jvm, style);
        jvm.ok(OPENER + " send c " + SENT);
        peer.receive(SENT);
        jvm.ok(USER + " linger0 c");
        jvm.ok(USER + " close c");
        List<Map<String, Object>> events = jvm.nextEvents(2);
        peer.close();

        Map<String, Object> close = Events.ofType(events, "close").get(0);
        Map<String, Object> reset = Events.ofType(events, "reset").get(0);
        assertThat(reset).containsEntry("reset_by", "local");
        assertIsOfFlow(reset, USER);
        assertThat(close).containsEntry("closed_by", "local").doesNotContainKey("error");
        assertEnds(close, USER, SENT, 0);
    }

    private void closeWithUnreadData(ScriptedJvm jvm, Style style) throws Exception {
        open(jvm, style);
        peer.send(RECEIVED, 1);
        jvm.ok(OPENER + " receive c 3");
        jvm.ok(USER + " close c");
        List<Map<String, Object>> events = jvm.nextEvents(2);
        peer.close();

        Map<String, Object> close = Events.ofType(events, "close").get(0);
        Map<String, Object> reset = Events.ofType(events, "reset").get(0);
        assertThat(reset).containsEntry("reset_by", "local");
        assertIsOfFlow(reset, USER);
        assertThat(close).containsEntry("closed_by", "local").doesNotContainKey("error");
        // Arrived, whether read or not.
        assertEnds(close, USER, 0, RECEIVED);
    }

    private void closedByThePeerFirst(ScriptedJvm jvm, Style style) throws Exception {
        open(jvm, style);
        jvm.ok(OPENER + " send c " + SENT);
        peer.receive(SENT);
        peer.send(RECEIVED, 1);
        peer.close();
        assertThat(jvm.number(OPENER + " receiveToEnd c")).isEqualTo(RECEIVED);
        jvm.ok(USER + " close c");
        Map<String, Object> close = jvm.nextEvents(1).get(0);

        assertThat(close).containsEntry("closed_by", "remote").doesNotContainKey("error");
        assertEnds(close, USER, SENT, RECEIVED);
    }

    private void halfClosedByUs(ScriptedJvm jvm, Style style) throws Exception {
        open(jvm, style);
        jvm.ok(OPENER + " send c " + SENT);
        jvm.ok(USER + " shutdown c");
        assertThat(peer.receiveToEnd()).isEqualTo(SENT);
        peer.send(RECEIVED, 1);
        peer.close();
        assertThat(jvm.number(OPENER + " receiveToEnd c")).isEqualTo(RECEIVED);
        jvm.ok(OPENER + " close c");
        Map<String, Object> close = jvm.nextEvents(1).get(0);

        assertThat(close).containsEntry("closed_by", "local").doesNotContainKey("error");
        assertEnds(close, USER, SENT, RECEIVED);
    }

    private void halfClosedByThePeer(ScriptedJvm jvm, Style style) throws Exception {
        open(jvm, style);
        peer.send(RECEIVED, 1);
        peer.shutdownOutput();
        assertThat(jvm.number(OPENER + " receiveToEnd c")).isEqualTo(RECEIVED);
        jvm.ok(OPENER + " send c " + SENT);
        jvm.ok(USER + " close c");
        assertThat(peer.receiveToEnd()).isEqualTo(SENT);
        peer.close();
        Map<String, Object> close = jvm.nextEvents(1).get(0);

        assertThat(close).containsEntry("closed_by", "remote").doesNotContainKey("error");
        assertEnds(close, USER, SENT, RECEIVED);
    }

    /** Its first and last deed: nobody has met it before, and it is gone when the record is read. */
    private void closedByAThreadThatDoesNothingElse(ScriptedJvm jvm, Style style) throws Exception {
        open(jvm, style);
        jvm.ok("+" + CLOSER + style + " close c");
        peer.close();
        Map<String, Object> close = jvm.nextEvents(1).get(0);

        assertThat(close).containsEntry("closed_by", "local").doesNotContainKey("error");
        assertEnds(close, CLOSER + style, 0, 0);
    }

    private void open(ScriptedJvm jvm, Style style) throws Exception {
        int port = listener.local().getPort();
        jvm.ok(OPENER + " connect c " + style + " 127.0.0.1 " + port + " 0");
        peer = listener.accept();
        connect = jvm.nextEvents(1).get(0);
        assertThat(connect).containsEntry("event", "connect");
        assertIsOfFlow(connect, OPENER);
    }

    private void assertEnds(Map<String, Object> close, String thread, long sent, long received) throws Exception {
        assertThat(close)
                .containsEntry("event", "close")
                .containsEntry("bytes_sent", sent)
                .containsEntry("bytes_received", received)
                .containsEntry("connect_us", connect.get("connect_us"));
        assertIsOfFlow(close, thread);
    }

    private void assertIsOfFlow(Map<String, Object> event, String thread) throws Exception {
        assertThat(event)
                .containsEntry("flow_id", connect.get("flow_id"))
                .containsEntry("direction", "out")
                .containsEntry("local_port", (long) peer.remote().getPort())
                .containsEntry("remote_port", (long) listener.local().getPort())
                .containsEntry("thread", thread)
                .containsEntry("confidence", "exact");
    }
}
