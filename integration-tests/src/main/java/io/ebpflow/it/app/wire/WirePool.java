// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app.wire;

import io.ebpflow.it.app.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Driver and pool of an application that knows nothing of either: connections are opened by a thread of the pool, and are used
 * by whoever takes one.
 *
 * <p>Threading: thread-safe.
 */
public final class WirePool {
    /** What the thread that opens connections is called. */
    public static final String OPENER = "wire-pool-opener";

    /** A peer that does not answer at all must not stop the workload. */
    private static final int TIMEOUT_MS = 30_000;

    private final BlockingQueue<Object> idle = new LinkedBlockingQueue<>();
    private final InetSocketAddress remote;

    /** @param port of the peer, on loop-back */
    public WirePool(int port) {
        remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Opens so many connections: streams without and with a time limit, and channels, in turn. */
    public void open(int count) throws InterruptedException {
        Thread opener = new Thread(() -> add(count), OPENER);
        opener.start();
        opener.join();
    }

    private void add(int count) {
        try {
            for (int i = 0; i < count; i++) {
                idle.add(i % 3 == 2 ? SocketChannel.open(remote) : connect(i % 3 * TIMEOUT_MS));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Socket connect(int timeoutMs) throws IOException {
        Socket socket = new Socket(remote.getAddress(), remote.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMs);
        return socket;
    }

    /** Asks through the next connection that is free. */
    public void call(int requestBytes, int answerBytes, int delayMs) throws IOException, InterruptedException {
        byte[] question = Question.of(requestBytes, answerBytes, delayMs);
        Object connection = idle.take();
        if (connection instanceof Socket) {
            Socket socket = (Socket) connection;
            socket.getOutputStream().write(question, 0, Question.HEADER_BYTES);
            socket.getOutputStream().write(question, Question.HEADER_BYTES, requestBytes - Question.HEADER_BYTES);
            Question.skip(socket.getInputStream(), answerBytes);
        } else {
            SocketChannel channel = (SocketChannel) connection;
            write(channel, ByteBuffer.wrap(question));
            read(channel, ByteBuffer.allocateDirect(answerBytes));
        }
        idle.add(connection);
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void read(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the peer is gone");
            }
        }
    }
}
