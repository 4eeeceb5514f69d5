// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Echoes on every connection: the other end of what an application under test does.
 *
 * <p>Threading: a thread of its own for each connection; they end with it.
 */
public final class EchoServer implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));

    /** Listens on a port of 127.0.0.1. */
    public EchoServer() throws IOException {
        daemon(() -> {
            while (true) {
                Socket connection = server.accept();
                daemon(() -> connection.getInputStream().transferTo(connection.getOutputStream()));
            }
        });
    }

    /** Its port. */
    public int port() {
        return server.getLocalPort();
    }

    private interface Body {
        Object run() throws IOException;
    }

    private static void daemon(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException e) {
                return; // the other end has gone, or the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
