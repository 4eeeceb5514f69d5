// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Connect, accept, close, close. The server closes first, and the client waits for that: connections neither pile up in
 * the accept queue nor use up the client's ports with TIME_WAIT.
 *
 * <p>Threading: one caller.
 */
final class ConnectClose implements Workload {
    private static final int BACKLOG = 128;

    private final ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());

    ConnectClose() throws IOException {
        Thread acceptor = new Thread(this::accept, "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept() {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // the JVM ends
        }
    }

    @Override
    public void once() throws IOException {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            if (client.getInputStream().read() != -1) {
                throw new IOException("the server sends nothing");
            }
        }
    }
}
