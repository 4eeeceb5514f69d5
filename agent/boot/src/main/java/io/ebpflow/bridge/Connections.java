// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/**
 * What advice in a library says of a connection when it begins to use it. As in {@link Bridge}: no lock, logging or class
 * loading, and nothing is thrown into the application. It runs once for each connection, not for each I/O: the few bytes
 * that the JDK allocates to tell a socket's addresses are allowed here. Names are never looked up.
 *
 * <p>Threading: thread-safe. Off while {@link Bridge} is.
 */
public final class Connections {
    private Connections() {}

    /**
     * From now on responses are not told from each other by their order on this connection: several requests may be under
     * way at once. To be said before the first of them is sent or read; saying it again is harmless.
     *
     * @param local null or not of IP: nothing is said
     * @param remote likewise
     */
    public static void multiplexed(SocketAddress local, SocketAddress remote) {
        HookQueue hooks = Bridge.queue();
        if (hooks == null || !isIp(local) || !isIp(remote)) {
            return;
        }
        hooks.offer(HookQueue.MULTIPLEXED, System.nanoTime(), Thread.currentThread(), local, remote, 0, 0, 0);
    }

    /** {@link #multiplexed(SocketAddress, SocketAddress)}. */
    public static void multiplexed(SocketChannel channel) throws IOException {
        multiplexed(channel.getLocalAddress(), channel.getRemoteAddress());
    }

    /** {@link #multiplexed(SocketAddress, SocketAddress)}. */
    public static void multiplexed(Socket socket) {
        multiplexed(socket.getLocalSocketAddress(), socket.getRemoteSocketAddress());
    }

    private static boolean isIp(SocketAddress address) {
        return address instanceof InetSocketAddress && !((InetSocketAddress) address).isUnresolved();
    }
}
