// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.child;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * 64 bytes there and back over one connection that stays open: a server that does nothing is the worst case for whoever
 * adds to the cost of a system call. Four of them in each round trip, all seen by the agent.
 *
 * <p>Threading: one caller.
 */
final class PingPong implements Workload {
    private static final int MESSAGE_BYTES = 64;

    private final byte[] message = new byte[MESSAGE_BYTES];
    private final InputStream in;
    private final OutputStream out;

    PingPong() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
            client.setTcpNoDelay(true);
            in = client.getInputStream();
            out = client.getOutputStream();
            Socket accepted = server.accept();
            accepted.setTcpNoDelay(true);
            Thread echo = new Thread(() -> echo(accepted), "echo");
            echo.setDaemon(true);
            echo.start();
        }
    }

    private static void echo(Socket socket) {
        byte[] buffer = new byte[MESSAGE_BYTES];
        try (socket) {
            while (true) {
                readMessage(socket.getInputStream(), buffer);
                socket.getOutputStream().write(buffer);
            }
        } catch (IOException e) {
            // the JVM ends
        }
    }

    private static void readMessage(InputStream from, byte[] buffer) throws IOException {
        int length = 0;
        while (length < MESSAGE_BYTES) {
            int count = from.read(buffer, length, MESSAGE_BYTES - length);
            if (count < 0) {
                throw new EOFException();
            }
            length += count;
        }
    }

    @Override
    public void once() throws IOException {
        out.write(message);
        readMessage(in, message);
    }
}
