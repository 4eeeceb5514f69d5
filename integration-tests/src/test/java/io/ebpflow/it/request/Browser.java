// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.server.Shop;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection to a server at a time, on which one request follows the other.
 *
 * <p>Threading: confined to one thread.
 */
final class Browser implements AutoCloseable {

    private static final String LENGTH = "content-length:";

    private final int port;
    private Socket socket;

    Browser(int port) throws IOException {
        this.port = port;
        connect();
    }

    private void connect() throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
    }

    /** Asks, and waits for the whole answer; returns its status. */
    int get(String path, int bytes) throws IOException {
        ask(path, bytes);
        return answer(path);
    }

    /** Asks, though the answer to what was asked before may be still to come. */
    void ask(String path, int bytes) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + Shop.BYTES + ": " + bytes + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits for the next answer, the whole of it; returns its status. */
    int answer(String path) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new IOException(path + " ended in " + head);
            }
            head.append((char) c);
        }
        int length = 0;
        for (String line : head.toString().toLowerCase(Locale.ROOT).split("\r\n")) {
            if (line.startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).trim());
            }
        }
        if (socket.getInputStream().readNBytes(length).length != length) {
            throw new IOException(path + " is cut off");
        }
        if (head.indexOf("onnection: close") > 0) { // Tomcat after a hundred
            socket.close();
            connect();
        }
        return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
