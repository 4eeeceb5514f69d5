// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * An {@link AsynchronousSocketChannel} whose futures are waited for.
 *
 * <p>Threading: as {@link Connection}.
 */
final class AsyncConnection extends Connection {

    private final AsynchronousSocketChannel channel;

    AsyncConnection(AsynchronousSocketChannel channel) {
        this.channel = channel;
    }

    static Connection connect(InetSocketAddress remote) throws IOException {
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
        AsyncConnection connection = new AsyncConnection(channel);
        try {
            connection.connectStarts();
            await(channel.connect(remote));
            connection.connectEnds();
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
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
        await(channel.write(bytes));
    }

    @Override
    int read(ByteBuffer bytes) throws IOException {
        return await(channel.read(bytes));
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void resetOnClose() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
