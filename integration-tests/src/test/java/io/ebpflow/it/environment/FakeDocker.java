// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens on a unix socket and answers as Docker's engine does when asked for a container. By reflection, since unix sockets
 * are in the JDK from 16 on, and tests are compiled for 11.
 *
 * <p>Threading: its own thread serves; the rest is the test's.
 */
public final class FakeDocker implements AutoCloseable {

    private final ServerSocketChannel server;
    private final AtomicInteger askedCount = new AtomicInteger();

    /** Knows one container. */
    public FakeDocker(Path socket, String id, String name) throws Exception {
        ProtocolFamily unix = StandardProtocolFamily.valueOf("UNIX");
        server = (ServerSocketChannel) ServerSocketChannel.class
                .getMethod("open", ProtocolFamily.class)
                .invoke(null, unix);
        server.bind((SocketAddress) Class.forName("java.net.UnixDomainSocketAddress")
                .getMethod("of", Path.class)
                .invoke(null, socket));
        String body = "{\"Id\":\"" + id + "\",\"Name\":\"/" + name + "\",\"Config\":{\"Labels\":{}}}\n";
        String answer = "HTTP/1.1 200 OK\r\nServer: Docker/24.0.7 (linux)\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        Thread thread = new Thread(() -> serve("GET /containers/" + id + "/json ", answer), "fake-docker");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(String expected, String answer) {
        while (server.isOpen()) {
            try (SocketChannel peer = server.accept()) {
                askedCount.incrementAndGet();
                ByteBuffer request = ByteBuffer.allocate(1_024);
                peer.read(request);
                boolean isRight = new String(request.array(), StandardCharsets.US_ASCII).startsWith(expected);
                String said = isRight ? answer : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
                peer.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                continue; // the peer has gone, or the test is over
            }
        }
    }

    /** How often it was asked for anything. */
    public int askedCount() {
        return askedCount.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
