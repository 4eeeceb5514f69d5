// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams, told apart by their peers: how many and how large, in both directions. The peers are the test itself. */
class UdpIT {

    private static final String THREAD = "metrics-datagram-sender-thread";

    private static final List<String> KINDS = List.of("socket", "channel");
    private static final List<String> HOSTS = List.of("127.0.0.1", "::1");

    private static final int PEERS = 3;

    @TempDir
    Path directory;

    private final List<DatagramSocket> peers = new ArrayList<>();
    private final List<Expected> expected = new ArrayList<>();

    @AfterEach
    void closePeers() {
        peers.forEach(DatagramSocket::close);
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void everyPeerIsAFlowOfItsOwn(Jdk jdk) throws Exception {
        try (ScriptedJvm jvm = new ScriptedJvm(new AgentJvm(jdk, directory))) {
            for (String kind : KINDS) {
                for (String host : HOSTS) {
                    talkToSeveral(jvm, kind, host, host);
                    talkToSeveral(jvm, kind, "::", host);
                    answerOne(jvm, kind, host);
                    askOnce(jvm, kind, host);
                }
            }
            List<Map<String, Object>> events = jvm.jvm().finish();

            assertSeen(events);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void ipv4SocketsAreTheSame(Jdk jdk) throws Exception {
        AgentJvm prepared = new AgentJvm(jdk, directory).option("-Djava.net.preferIPv4Stack=true");
        try (ScriptedJvm jvm = new ScriptedJvm(prepared)) {
            for (String kind : KINDS) {
                talkToSeveral(jvm, kind, "127.0.0.1", "127.0.0.1");
                answerOne(jvm, kind, "127.0.0.1");
                askOnce(jvm, kind, "127.0.0.1");
            }
            List<Map<String, Object>> events = jvm.jvm().finish();

            assertSeen(events);
        }
    }

    @ParameterizedTest
    @MethodSource("io.ebpflow.it.Jdk#all")
    void snapshotsAreWhatWasSentSoFarAndNothingIsShownTwice(Jdk jdk) throws Exception {
        try (ScriptedJvm jvm = new ScriptedJvm(new AgentJvm(jdk, directory).agent("snapshot=1s"))) {
            askOnce(jvm, "socket", "127.0.0.1");
            answerOne(jvm, "channel", "127.0.0.1");
            // A snapshot in the middle of it would be one more event: two datagrams are quicker than a second, mostly.
            jvm.jvm().awaitEvents("udp_flow", expected.size());
            List<Map<String, Object>> newest = new ArrayList<>();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AgentJvm.TIME_LIMIT_SECONDS);
            while (newest.size() < expected.size() && System.nanoTime() < deadlineNs) {
                Thread.sleep(20);
                newest.clear();
                for (Map<String, Object> event : jvm.jvm().flowEvents()) {
                    expected.stream().filter(flow -> flow.isAll(event)).forEach(flow -> newest.add(event));
                }
            }
            assertSeen(newest);
            int shown = jvm.jvm().flowEvents().size();

            assertThat(jvm.jvm().finish()).hasSize(shown);
        }
    }

    /** One socket, several peers, several datagrams of different sizes to each, and answers. */
    private void talkToSeveral(ScriptedJvm jvm, String kind, String local, String host) throws Exception {
        String socket = "u" + expected.size();
        int port = jvm.number(THREAD + " udp " + socket + " open " + kind + " " + local);
        for (int i = 0; i < PEERS; i++) {
            DatagramSocket peer = newPeer(host);
            Expected flow = new Expected(true, local.equals("::") ? null : host, host, port, peer.getLocalPort());
            // 1 + 2 + 3 datagrams, of primes; the last is larger than a network packet.
            for (int size : List.of(101 + i, 211 + i, 2_003 + i).subList(0, i + 1)) {
                jvm.ok(THREAD + " udp " + socket + " sendTo " + size + " " + host + " " + peer.getLocalPort());
                receive(peer, size);
                send(peer, host, port, size + 1_009);
                assertThat(jvm.ok(THREAD + " udp " + socket + " receiveFrom"))
                        .isEqualTo((size + 1_009) + "\t" + peer.getLocalPort());
                flow.add(size, size + 1_009);
            }
        }
        jvm.ok(THREAD + " udp " + socket + " close");
    }

    /** The peer sends first; an empty datagram is one too. */
    private void answerOne(ScriptedJvm jvm, String kind, String host) throws Exception {
        String socket = "a" + expected.size();
        int port = jvm.number(THREAD + " udp " + socket + " open " + kind + " " + host);
        DatagramSocket peer = newPeer(host);
        Expected flow = new Expected(false, host, host, port, peer.getLocalPort());
        send(peer, host, port, 307);
        jvm.ok(THREAD + " udp " + socket + " receiveFrom");
        jvm.ok(THREAD + " udp " + socket + " sendTo 0 " + host + " " + peer.getLocalPort());
        receive(peer, 0);
        flow.add(0, 307);
        jvm.ok(THREAD + " udp " + socket + " close");
    }

    /** As a resolver does: a connected socket, one question, one answer, closed at once. */
    private void askOnce(ScriptedJvm jvm, String kind, String host) throws Exception {
        String socket = "c" + expected.size();
        DatagramSocket peer = newPeer(host);
        int port = jvm.number(THREAD + " udp " + socket + " open " + kind + " " + host);
        Expected flow = new Expected(true, host, host, port, peer.getLocalPort());
        jvm.ok(THREAD + " udp " + socket + " connect " + host + " " + peer.getLocalPort());
        jvm.ok(THREAD + " udp " + socket + " send 53");
        receive(peer, 53);
        send(peer, host, port, 509);
        jvm.ok(THREAD + " udp " + socket + " receive");
        flow.add(53, 509);
        jvm.ok(THREAD + " udp " + socket + " close");
    }

    private DatagramSocket newPeer(String host) throws Exception {
        DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0));
        peer.setSoTimeout(60_000);
        peers.add(peer);
        return peer;
    }

    private static void send(DatagramSocket peer, String host, int port, int count) throws Exception {
        peer.send(new DatagramPacket(new byte[count], count, new InetSocketAddress(host, port)));
    }

    private static void receive(DatagramSocket peer, int count) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[count + 1], count + 1);
        peer.receive(packet);
        assertThat(packet.getLength()).isEqualTo(count);
    }

    private void assertSeen(List<Map<String, Object>> events) throws Exception {
        for (Expected flow : expected) {
            List<Map<String, Object>> own =
                    Events.with(Events.with(events, "local_port", flow.localPort), "remote_port", flow.remotePort);
            assertThat(own).as("to port %d", flow.remotePort).hasSize(1);
            flow.compare(own.get(0));
        }
        assertThat(events).hasSize(expected.size());
    }

    /** What was sent and received over a flow. */
    private final class Expected {
        private final boolean isOut;
        private final String local;
        private final String remote;
        private final long localPort;
        private final long remotePort;
        private long sent;
        private long received;
        private long count;

        Expected(boolean isOut, String local, String remote, long localPort, long remotePort) {
            this.isOut = isOut;
            this.local = local;
            this.remote = remote;
            this.localPort = localPort;
            this.remotePort = remotePort;
            expected.add(this);
        }

        void add(int sentBytes, int receivedBytes) {
            sent += sentBytes;
            received += receivedBytes;
            count++;
        }

        boolean isAll(Map<String, Object> event) {
            return event.get("remote_port").equals(remotePort)
                    && event.get("segments_out").equals(count)
                    && event.get("segments_in").equals(count);
        }

        void compare(Map<String, Object> event) throws Exception {
            assertThat(event)
                    .containsEntry("event", "udp_flow")
                    .containsEntry("proto", "udp")
                    .containsEntry("ip_version", remote.contains(":") ? 6L : 4L)
                    .containsEntry("direction", isOut ? "out" : "in")
                    .containsEntry("remote_addr", remote)
                    .containsEntry("bytes_sent", sent)
                    .containsEntry("bytes_received", received)
                    .containsEntry("segments_out", count)
                    .containsEntry("segments_in", count)
                    .containsEntry("thread", THREAD)
                    .containsEntry("confidence", "exact")
                    .containsKeys("tid", "flow_id", "thread_id")
                    .doesNotContainKeys("retransmits", "srtt_us", "error", "preexisting");
            if (local != null) {
                assertThat(event).containsEntry("local_addr", local);
            }
        }
    }
}
