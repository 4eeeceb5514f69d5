// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A peer that sends back what it is sent, each time that a byte 1 has ended it.
 *
 * <p>Threading: a thread of its own for each connection, and one that accepts.
 */
final class Echo {
    private static final int MAX_BYTES = 1024;

    private Echo() {}

    /** May fail. */
    private interface Body {
        void run() throws IOException;
    }

    /** Until the socket is closed. */
    static void serve(ServerSocket peer) {
        start(() -> {
            while (true) {
                Socket socket = peer.accept();
                socket.setTcpNoDelay(true);
                start(() -> echo(socket));
            }
        });
    }

    private static void start(Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (IOException e) {
                        return; // the caller has gone
                    }
                },
                "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private static void echo(Socket socket) throws IOException {
        byte[] buffer = new byte[MAX_BYTES];
        for (int length = 0; ; ) {
            int count = socket.getInputStream().read(buffer, length, buffer.length - length);
            if (count < 0) {
                return;
            }
            length += count;
            if (buffer[length - 1] == 1) {
                socket.getOutputStream().write(buffer, 0, length);
                length = 0;
            }
        }
    }
}
