// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of this JVM with itself that have begun to close: FIN_WAIT2 here, CLOSE_WAIT there.
 *
 * <p>Threading: confined to main.
 */
final class HalfClosed {

    private static final List<Socket> SOCKETS = new ArrayList<>();

    private HalfClosed() {}

    static void open(int count) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, count, InetAddress.getByName("127.0.0.1"))) {
            for (int i = 0; i < count; i++) {
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                SOCKETS.add(client);
                SOCKETS.add(listener.accept());
                client.shutdownOutput();
            }
        }
    }

    static void close() throws IOException {
        for (Socket socket : SOCKETS) {
            socket.close();
        }
        SOCKETS.clear();
    }
}
