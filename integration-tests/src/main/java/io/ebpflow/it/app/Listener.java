// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A listening socket, whichever of Java's ways it was made in.
 *
 * <p>Threading: one thread at a time.
 */
public final class Listener implements Closeable {

    /** Room for all connections of a test: nothing is dropped in the accept queue. */
    public static final int BACKLOG = 101;

    private final InetSocketAddress local;
    private final Accepting accepting;
    private final Closeable socket;

    private Listener(InetSocketAddress local, Accepting accepting, Closeable socket) {
        this.local = local;
        this.accepting = accepting;
        this.socket = socket;
    }

    static Listener ofSocket(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        return new Listener(local, () -> new StreamConnection(socket.accept()), socket);
    }

    static Listener ofChannel(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open().bind(address, BACKLOG);
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        return new Listener(local, () -> new ChannelConnection(channel.accept(), false), channel);
    }

    static Listener ofSelector(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open().bind(address, BACKLOG);
        Selector selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_ACCEPT);
        Accepting accepting = () -> {
            SocketChannel accepted = channel.accept();
            while (accepted == null) {
                selector.select();
                selector.selectedKeys().clear();
                accepted = channel.accept();
            }
            return new ChannelConnection(accepted, true);
        };
        return new Listener((InetSocketAddress) channel.getLocalAddress(), accepting, () -> {
            channel.close();
            selector.close();
        });
    }

    static Listener ofAsync(InetSocketAddress address) throws IOException {
        AsynchronousServerSocketChannel channel =
                AsynchronousServerSocketChannel.open().bind(address, BACKLOG);
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        return new Listener(local, () -> new AsyncConnection(AsyncConnection.await(channel.accept())), channel);
    }

    /** Where it listens. */
    public InetSocketAddress local() {
        return local;
    }

    /** Waits for the next connection. */
    public Connection accept() throws IOException {
        return accepting.accept();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** How this style accepts. */
    private interface Accepting {
        Connection accept() throws IOException;
    }
}
