// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A {@link SocketChannel}: blocking, or non-blocking with a selector of its own.
 *
 * <p>Threading: as {@link Connection}.
 */
final class ChannelConnection extends Connection {

    private final SocketChannel channel;

    /** Null: the channel blocks. */
    private final Selector selector;

    ChannelConnection(SocketChannel channel, boolean isSelecting) throws IOException {
        this.channel = channel;
        selector = isSelecting ? Selector.open() : null;
        if (isSelecting) {
            channel.configureBlocking(false);
            channel.register(selector, 0);
        }
    }

    static Connection connect(InetSocketAddress remote, boolean isSelecting, int limitMs) throws IOException {
        ChannelConnection connection = new ChannelConnection(SocketChannel.open(), isSelecting);
        try {
            connection.connectStarts();
            if (!connection.channel.connect(remote)) {
                if (!connection.await(SelectionKey.OP_CONNECT, limitMs)) {
                    throw new SocketTimeoutException("after " + limitMs + " ms");
                }
                connection.channel.finishConnect();
            }
            connection.connectEnds();
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    /** False if the time has passed; 0 ms is no limit. */
    private boolean await(int operation, int limitMs) throws IOException {
        channel.keyFor(selector).interestOps(operation);
        selector.selectedKeys().clear();
        return selector.select(limitMs) > 0;
    }

    @Override
    public InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    @Override
    void write(ByteBuffer bytes) throws IOException {
        if (channel.write(bytes) == 0 && selector != null) {
            await(SelectionKey.OP_WRITE, 0);
        }
    }

    @Override
    int read(ByteBuffer bytes) throws IOException {
        int count = channel.read(bytes);
        while (count == 0 && selector != null) {
            await(SelectionKey.OP_READ, 0);
            count = channel.read(bytes);
        }
        return count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void resetOnClose() throws IOException {
        // Java accepts SO_LINGER for channels that block only.
        if (selector != null) {
            throw new IllegalStateException("not for a channel with a selector");
        }
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (selector != null) {
            // A channel that is registered is closed for good when the selector lets go of it.
            selector.selectNow();
            selector.close();
        }
    }
}
