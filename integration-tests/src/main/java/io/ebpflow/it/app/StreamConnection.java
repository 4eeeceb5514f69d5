// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A {@link Socket} with its streams.
 *
 * <p>Threading: as {@link Connection}.
 */
final class StreamConnection extends Connection {

    private final Socket socket;

    StreamConnection(Socket socket) {
        this.socket = socket;
    }

    static Connection connect(InetSocketAddress remote, int limitMs) throws IOException {
        Socket socket = new Socket();
        StreamConnection connection = new StreamConnection(socket);
        try {
            connection.connectStarts();
            socket.connect(remote, limitMs);
            connection.connectEnds();
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public InetSocketAddress remote() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    @Override
    void write(ByteBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
    }

    @Override
    int read(ByteBuffer bytes) throws IOException {
        return socket.getInputStream().read(bytes.array(), bytes.position(), bytes.remaining());
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void resetOnClose() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
