// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.Urgent;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A server of HTTP/1.1 on loopback. It answers {@code GET /41} 41 ms after it has read the request, in two pieces that are some
 * milliseconds apart, and reads the next request then, which may have come before. {@code GET /upgrade} makes of the connection
 * one that sends something now and then, as a WebSocket may.
 *
 * <p>Threading: a thread for each connection.
 */
public final class Http1Server implements Closeable {
    static final String UPGRADE = "upgrade";

    private static final int BETWEEN_MS = 5;
    private static final int PUSHES = 7;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    /** Listens. */
    public Http1Server() throws IOException {
        start(this::accept);
    }

    /** Where. */
    public int port() {
        return listener.getLocalPort();
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(
                () -> {
                    Urgent.thisThread();
                    body.run();
                },
                "http1-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String path = line.split(" ")[1].substring(1);
                while (!in.readLine().isEmpty()) {
                    // a header
                }
                if (path.equals(UPGRADE)) {
                    push(out);
                    in.readLine();
                    return;
                }
                Thread.sleep(Long.parseLong(path));
                write(out, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no");
                Thread.sleep(BETWEEN_MS);
                write(out, "k");
            }
        } catch (IOException | InterruptedException e) {
            // the client has closed
        }
    }

    private static void push(OutputStream out) throws IOException, InterruptedException {
        write(out, "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: pushes\r\n\r\n");
        for (int i = 0; i < PUSHES; i++) {
            Thread.sleep(BETWEEN_MS);
            write(out, "p");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
