// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class ConnectionsTest extends OpenBridge {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final InetSocketAddress local = new InetSocketAddress(LOOPBACK, 43_210);
    private final InetSocketAddress remote = new InetSocketAddress(LOOPBACK, 443);

    private void assertSaid(SocketAddress expectedLocal, SocketAddress expectedRemote) {
        assertSaid(HookQueue.MULTIPLEXED, 0, expectedLocal, expectedRemote);
    }

    private void assertSaid(int kind, long sinceNs, SocketAddress expectedLocal, SocketAddress expectedRemote) {
        int index = hooks.poll(hooks.newest());
        assertThat(hooks.kind(index)).isEqualTo(kind);
        assertThat(hooks.cookieOrNs(index)).isEqualTo(sinceNs);
        assertThat(hooks.first(index)).isEqualTo(expectedLocal);
        assertThat(hooks.second(index)).isEqualTo(expectedRemote);
        assertThat(hooks.thread(index)).isSameAs(Thread.currentThread());
        hooks.release();
        assertThat(hooks.poll(hooks.newest())).isNegative();
    }

    @Test
    void namesAConnectionByItsPairOfAddresses() {
        Connections.multiplexed(local, remote);
        assertSaid(local, remote);
    }

    @Test
    void saysThatRequestsDoNotOverlapOrBeginTo() {
        Connections.sequential(local, remote);
        assertSaid(HookQueue.SEQUENTIAL, 0, local, remote);
        Connections.pipelined(local, remote);
        assertSaid(HookQueue.MULTIPLEXED, 1, local, remote);
    }

    @Test
    void asksChannelsAndSockets() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK);
                SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
                Socket socket = new Socket(LOOPBACK, listener.getLocalPort())) {
            Connections.multiplexed(channel);
            assertSaid(channel.getLocalAddress(), listener.getLocalSocketAddress());
            Connections.sequential(channel);
            assertSaid(HookQueue.SEQUENTIAL, 0, channel.getLocalAddress(), listener.getLocalSocketAddress());
            Connections.multiplexed(socket);
            assertSaid(socket.getLocalSocketAddress(), listener.getLocalSocketAddress());
        }
    }

    @Test
    void saysNothingOfWhatIsNoConnectionOfIp() {
        Connections.multiplexed(local, null);
        Connections.multiplexed(null, remote);
        Connections.multiplexed(local, InetSocketAddress.createUnresolved("host", 443));
        Connections.multiplexed(local, new SocketAddress() {});
        Connections.multiplexed(new Socket());
        assertThat(hooks.newest()).isZero();
    }

    @Test
    void saysNothingWhenTheBridgeIsClosed() {
        Bridge.close();
        Connections.multiplexed(local, remote);
        assertThat(hooks.newest()).isZero();
    }
}
