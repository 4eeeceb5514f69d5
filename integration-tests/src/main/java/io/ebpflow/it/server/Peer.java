// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The peer that requests call, over few connections that they share.
 *
 * <p>Threading: thread-safe.
 */
public final class Peer {

    /** What requests compete for. */
    public static final int CONNECTIONS = 4;

    private final BlockingQueue<Socket> pool = new ArrayBlockingQueue<>(CONNECTIONS);

    /** Connects to a port of this machine. */
    public Peer(int port) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            pool.add(socket);
        }
    }

    /** Sends so many bytes, the last of them 1, and waits for the answer, one byte. */
    public void call(int count) throws IOException {
        Socket socket;
        try {
            socket = pool.take();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        byte[] request = new byte[count];
        request[count - 1] = 1;
        socket.getOutputStream().write(request);
        if (socket.getInputStream().read() < 0) {
            throw new IOException("the peer has gone");
        }
        pool.add(socket);
    }

    /** Closes the connections, of which none is in use. */
    public void leave() throws IOException {
        for (Socket socket : pool) {
            socket.close();
        }
    }
}
