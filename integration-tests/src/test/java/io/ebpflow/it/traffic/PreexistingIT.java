// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.JvmRun;
import io.ebpflow.it.app.Connection;
import io.ebpflow.it.app.Listener;
import io.ebpflow.it.app.Style;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes to a JVM that has connections already, and a listener: they are known from their next deed on. */
class PreexistingIT {

    private static final String CLIENT = "long-running-client-of-the-warehouse-";
    private static final String SERVER = "long-running-server-of-the-warehouse-";

    private static final int CONNECTED = 19;
    private static final int ACCEPTED = 5;

    private static final int SENT_BEFORE = 7_907;
    private static final int RECEIVED_BEFORE = 7_919;
    private static final int SENT_AFTER = 101;
    private static final int RECEIVED_AFTER = 103;

    @TempDir
    Path directory;

    /** Of the connections that the JVM opened, then of those that it accepted. */
    private final List<Connection> peers = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void areSeenWithAllTheyDidBefore(Jdk jdk) throws Exception {
        // Without the option JDK 21 and later warn of the attach itself.
        AgentJvm prepared = new AgentJvm(jdk, directory).withoutAgent();
        if (jdk.release() >= 21) {
            prepared.option("-XX:+EnableDynamicAgentLoading");
        }
        try (ScriptedJvm jvm = new ScriptedJvm(prepared);
                Listener listener = Style.SOCKET.listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            int port = jvm.number("main-thread listen l CHANNEL 127.0.0.1");
            connect(jvm, listener, port);
            for (int i = 0; i < CONNECTED + ACCEPTED; i++) {
                exchange(jvm, i, sentBefore(i), receivedBefore(i));
            }
            attach(jvm);
            assertThat(jvm.jvm().events()).isEmpty();

            for (int i = 0; i < CONNECTED + ACCEPTED; i++) {
                if (!isQuiet(i)) {
                    exchange(jvm, i, SENT_AFTER, RECEIVED_AFTER);
                }
            }
            assertAnnounced(
                    jvm.nextEvents(CONNECTED + ACCEPTED - 2), listener.local().getPort(), port);
            assertAcceptsAnother(jvm, port);
            for (int i = 0; i < CONNECTED + ACCEPTED; i++) {
                jvm.ok(threadOf(i) + " close c" + i);
                peers.get(i).close();
            }
            assertClosed(jvm.nextEvents(CONNECTED + ACCEPTED));
            jvm.finish();
        }
    }

    private void connect(ScriptedJvm jvm, Listener listener, int port) throws Exception {
        for (int i = 0; i < CONNECTED; i++) {
            Style style = Style.values()[i % Style.values().length];
            jvm.ok(threadOf(i) + " connect c" + i + " " + style + " 127.0.0.1 "
                    + listener.local().getPort() + " 0");
            peers.add(listener.accept());
        }
        for (int i = CONNECTED; i < CONNECTED + ACCEPTED; i++) {
            peers.add(Style.SOCKET.connect(new InetSocketAddress("127.0.0.1", port), 0));
            jvm.ok(threadOf(i) + " accept c" + i + " l");
        }
    }

    private static String threadOf(int index) {
        return (index < CONNECTED ? CLIENT : SERVER) + index;
    }

    /** Two do nothing any more but close. */
    private static boolean isQuiet(int index) {
        return index == 0 || index == CONNECTED;
    }

    /** One in four has done nothing yet, one has only sent, one only received: the direction shows all the same. */
    private static int sentBefore(int index) {
        return (index & 1) == 0 ? 0 : SENT_BEFORE;
    }

    private static int receivedBefore(int index) {
        return (index & 2) == 0 ? 0 : RECEIVED_BEFORE;
    }

    private void exchange(ScriptedJvm jvm, int index, int sent, int received) throws Exception {
        if (sent > 0) {
            jvm.ok(threadOf(index) + " send c" + index + " " + sent);
            peers.get(index).receive(sent);
        }
        if (received > 0) {
            peers.get(index).send(received, 1);
            jvm.ok(threadOf(index) + " receive c" + index + " " + received);
        }
    }

    private static void attach(ScriptedJvm jvm) throws Exception {
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(jvm.jvm().process().pid()));
        try {
            machine.loadAgent(JvmRun.agentJar().toString(), jvm.jvm().arguments());
        } finally {
            machine.detach();
        }
        jvm.ok("main-thread hooks");
        jvm.jvm().assertSeesFlows();
    }

    private static void assertAnnounced(List<Map<String, Object>> events, long connectedTo, long listening) {
        for (int i = 0; i < CONNECTED + ACCEPTED; i++) {
            if (isQuiet(i)) {
                continue;
            }
            Map<String, Object> flow = only(events, i);
            assertThat(flow)
                    .containsEntry("event", "flow")
                    // Announced by the first write, before the answer.
                    .containsEntry("bytes_sent", (long) sentBefore(i) + SENT_AFTER)
                    .containsEntry("bytes_received", (long) receivedBefore(i));
            if (i < CONNECTED) {
                assertThat(flow).containsEntry("direction", "out").containsEntry("remote_port", connectedTo);
            } else {
                assertThat(flow).containsEntry("direction", "in").containsEntry("local_port", listening);
            }
        }
    }

    private static void assertClosed(List<Map<String, Object>> events) {
        for (int i = 0; i < CONNECTED + ACCEPTED; i++) {
            assertThat(only(events, i))
                    .containsEntry("event", "close")
                    .containsEntry("bytes_sent", (long) sentBefore(i) + (isQuiet(i) ? 0 : SENT_AFTER))
                    .containsEntry("bytes_received", (long) receivedBefore(i) + (isQuiet(i) ? 0 : RECEIVED_AFTER))
                    .containsEntry("direction", i < CONNECTED ? "out" : "in")
                    .containsEntry("closed_by", "local")
                    .doesNotContainKey("error");
        }
    }

    /** The one event of a connection. */
    private static Map<String, Object> only(List<Map<String, Object>> events, int index) {
        List<Map<String, Object>> own = Events.with(events, "thread", threadOf(index));
        assertThat(own).as(threadOf(index) + " in " + events).hasSize(1);
        assertThat(own.get(0))
                .containsEntry("preexisting", true)
                .containsEntry("virtual", false)
                .containsEntry("confidence", "exact")
                .containsEntry("proto", "tcp")
                .containsEntry("ip_version", 4L)
                .containsKeys("flow_id", "tid", "thread_id")
                // Nobody knows when it began.
                .doesNotContainKeys("duration_us", "connect_us", "accept_wait_us");
        return own.get(0);
    }

    /** The listener is older than the agent, its children are not. */
    private static void assertAcceptsAnother(ScriptedJvm jvm, int port) throws Exception {
        try (Connection peer = Style.SOCKET.connect(new InetSocketAddress("127.0.0.1", port), 0)) {
            jvm.ok(SERVER + "new accept n l");
            jvm.ok(SERVER + "new send n " + SENT_AFTER);
            peer.receive(SENT_AFTER);
            jvm.ok(SERVER + "new close n");
        }
        List<Map<String, Object>> events = jvm.nextEvents(2);
        assertThat(events).extracting("event").containsExactly("accept", "close");
        assertThat(events)
                .allSatisfy(event -> assertThat(event)
                        .containsEntry("thread", SERVER + "new")
                        .containsEntry("direction", "in")
                        .containsEntry("local_port", (long) port)
                        .containsKey("accept_wait_us")
                        .doesNotContainKey("preexisting"));
        assertThat(events.get(1)).containsEntry("bytes_sent", (long) SENT_AFTER);
    }
}
