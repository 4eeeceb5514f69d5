// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Answers the calls of {@link io.ebpflow.it.server.Peer}: one byte when a 1 comes.
 *
 * <p>Threading: a thread for each connection.
 */
final class SharedPeer implements AutoCloseable {

    private static final int BUFFER_BYTES = 8_192;

    private final ServerSocket server;

    SharedPeer() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                start(() -> answer(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private static void answer(Socket socket) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (socket) {
            for (int count = 0; count >= 0; count = socket.getInputStream().read(buffer)) {
                if (count > 0 && buffer[count - 1] == 1) {
                    socket.getOutputStream().write(1);
                }
            }
        } catch (IOException e) {
            return; // the caller has gone
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
