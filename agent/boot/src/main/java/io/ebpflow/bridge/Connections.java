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
    /** Before any time that the kernel stamps. */
    private static final long EVER = 1;

    private Connections() {}

    /**
     * From now on responses are not told from each other by their order on this connection: several requests may be under
     * way at once. To be said before the first of them is sent or read; saying it again is harmless.
     *
     * @param local null or not of IP: nothing is said
     * @param remote likewise
     */
    public static void multiplexed(SocketAddress local, SocketAddress remote) {
        say(HookQueue.MULTIPLEXED, local, remote, 0);
    }

    /**
     * A request is about to be sent while another one waits for its answer, or for the rest of it: neither that one nor any
     * from now on is told from the others. Responses before that one were alone.
     *
     * @param local as for {@link #multiplexed(SocketAddress, SocketAddress)}
     */
    public static void pipelined(SocketAddress local, SocketAddress remote) {
        say(HookQueue.MULTIPLEXED, local, remote, EVER);
    }

    /**
     * From now on this side sends a request on this connection only when the answer to the one before has been read, until
     * one of the others is said, which is for good. To be said before a request is sent. Without it an event loop's exchanges
     * have no times.
     *
     * @param local as for {@link #multiplexed(SocketAddress, SocketAddress)}
     */
    public static void sequential(SocketAddress local, SocketAddress remote) {
        say(HookQueue.SEQUENTIAL, local, remote, 0);
    }

    private static void say(int kind, SocketAddress local, SocketAddress remote, long sinceNs) {
        HookQueue hooks = Bridge.queue();
        if (hooks == null || !isIp(local) || !isIp(remote)) {
            return;
        }
        hooks.offer(kind, System.nanoTime(), Thread.currentThread(), local, remote, sinceNs, 0, 0);
    }

    /** {@link #multiplexed(SocketAddress, SocketAddress)}. */
    public static void multiplexed(SocketChannel channel) throws IOException {
        multiplexed(channel.getLocalAddress(), channel.getRemoteAddress());
    }

    /** {@link #multiplexed(SocketAddress, SocketAddress)}. */
    public static void multiplexed(Socket socket) {
        multiplexed(socket.getLocalSocketAddress(), socket.getRemoteSocketAddress());
    }

    /** {@link #sequential(SocketAddress, SocketAddress)}. */
    public static void sequential(SocketChannel channel) throws IOException {
        sequential(channel.getLocalAddress(), channel.getRemoteAddress());
    }

    private static boolean isIp(SocketAddress address) {
        return address instanceof InetSocketAddress && !((InetSocketAddress) address).isUnresolved();
    }
}
