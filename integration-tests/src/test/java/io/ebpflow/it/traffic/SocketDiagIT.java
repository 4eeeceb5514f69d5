// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.kernel.LiveTable;
import io.ebpflow.kernel.SocketDiag;
import io.ebpflow.kernel.SocketWitness.Answer;
import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.record.RecordLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernel says of real sockets; {@code ss} knows their cookies. */
class SocketDiagIT {

    private static final long LIMIT_MS = 60_000;

    private final List<String> refusals = new ArrayList<>();
    private final SocketDiag diag = new SocketDiag(refusals::add);
    private ServerSocketChannel listener;
    private SocketChannel client;
    private SocketChannel server;
    private ByteBuffer clientFlow;
    private ByteBuffer serverFlow;

    /** Family of the client's socket; the server's is IPv6 always, as Java makes it. */
    static Stream<Arguments> sockets() {
        return Stream.of(
                Arguments.of(StandardProtocolFamily.INET, "127.0.0.1"),
                Arguments.of(StandardProtocolFamily.INET6, "127.0.0.1"),
                Arguments.of(StandardProtocolFamily.INET6, "::1"));
    }

    @BeforeEach
    void load() {
        assertThat(JnaLoader.load()).isNull();
    }

    @AfterEach
    void closeAll() throws Exception {
        client.close();
        server.close();
        listener.close();
        diag.close();
        assertThat(refusals).isEmpty();
        assertThat(diag.isUsable()).isTrue();
    }

    private void connect(ProtocolFamily family, String host) throws Exception {
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        // SocketChannel.open(family), since Java 15: the build has it, the language level has not.
        client = (SocketChannel)
                SocketChannel.class.getMethod("open", ProtocolFamily.class).invoke(null, family);
        client.connect(listener.getLocalAddress());
        server = listener.accept();
        clientFlow = flow(client);
        serverFlow = flow(server);
        assertThat(ask(clientFlow)).isEqualTo(Answer.ALIVE);
        assertThat(ask(serverFlow)).isEqualTo(Answer.ALIVE);
    }

    private Answer ask(ByteBuffer flow) {
        return diag.ask(new LiveTable(flow).select(0));
    }

    /** The entry of the live table that the kernel programs would write. */
    private static ByteBuffer flow(SocketChannel socket) throws Exception {
        InetSocketAddress local = (InetSocketAddress) socket.getLocalAddress();
        InetSocketAddress remote = (InetSocketAddress) socket.getRemoteAddress();
        ByteBuffer flow = ByteBuffer.allocateDirect(RecordLayout.LIVE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        String cookie = SocketStatistics.of().fromPort(local.getPort()).flowId();
        flow.putLong(RecordLayout.LIVE_COOKIE, Long.parseUnsignedLong(cookie, 16));
        flow.position(RecordLayout.LIVE_ENDPOINTS_LOCAL_ADDR);
        flow.put(sixteenBytes(local)).put(sixteenBytes(remote)).clear();
        flow.putShort(RecordLayout.LIVE_ENDPOINTS_LOCAL_PORT, (short) local.getPort());
        flow.putShort(RecordLayout.LIVE_ENDPOINTS_REMOTE_PORT, (short) remote.getPort());
        String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        flow.putInt(RecordLayout.LIVE_NETWORK_NAMESPACE, (int) Long.parseLong(namespace.replaceAll("\\D", "")));
        return flow;
    }

    private static byte[] sixteenBytes(InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        if (bytes.length == 16) {
            return bytes;
        }
        ByteBuffer mapped = ByteBuffer.allocate(16).putShort(10, (short) 0xffff);
        mapped.position(12);
        return mapped.put(bytes).array();
    }

    private void awaitGone(ByteBuffer flow) throws InterruptedException {
        long deadlineMs = System.currentTimeMillis() + LIMIT_MS;
        while (ask(flow) != Answer.GONE) {
            assertThat(System.currentTimeMillis()).as("it is still there").isLessThan(deadlineMs);
            Thread.sleep(10);
        }
    }

    @ParameterizedTest
    @MethodSource("sockets")
    void aHalfClosedSocketIsAliveAndTimeWaitIsNot(ProtocolFamily family, String host) throws Exception {
        connect(family, host);
        client.shutdownOutput();
        assertThat(ask(clientFlow)).isEqualTo(Answer.ALIVE);
        assertThat(ask(serverFlow)).isEqualTo(Answer.ALIVE);

        server.close();
        awaitGone(serverFlow);
        awaitGone(clientFlow);
        assertThat(client.isOpen()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("sockets")
    void aSocketThatWasResetIsGone(ProtocolFamily family, String host) throws Exception {
        connect(family, host);
        server.setOption(StandardSocketOptions.SO_LINGER, 0);
        server.close();

        awaitGone(serverFlow);
        awaitGone(clientFlow);
    }

    @ParameterizedTest
    @MethodSource("sockets")
    void anotherSocketWithTheAddressesOfAFlowIsNotItsSocket(ProtocolFamily family, String host) throws Exception {
        connect(family, host);
        long cookie = clientFlow.getLong(RecordLayout.LIVE_COOKIE);

        clientFlow.putLong(RecordLayout.LIVE_COOKIE, cookie + (1L << 32));
        assertThat(ask(clientFlow)).isEqualTo(Answer.GONE);
        clientFlow.putLong(RecordLayout.LIVE_COOKIE, serverFlow.getLong(RecordLayout.LIVE_COOKIE));
        assertThat(ask(clientFlow)).isEqualTo(Answer.GONE);
    }

    @ParameterizedTest
    @MethodSource("sockets")
    void nothingIsSaidOfAnotherNetwork(ProtocolFamily family, String host) throws Exception {
        connect(family, host);
        server.setOption(StandardSocketOptions.SO_LINGER, 0);
        server.close();
        awaitGone(serverFlow);
        int namespace = serverFlow.getInt(RecordLayout.LIVE_NETWORK_NAMESPACE);
        serverFlow.putInt(RecordLayout.LIVE_NETWORK_NAMESPACE, namespace + 1);

        assertThat(ask(serverFlow)).isEqualTo(Answer.UNKNOWN);
    }
}
