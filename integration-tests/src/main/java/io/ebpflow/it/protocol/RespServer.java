// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.Urgent;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of the Redis protocol on loopback. It answers {@code GET after-41} 41 ms after the command came, in the order
 * of the commands as Redis does, and everything else at once with OK.
 *
 * <p>Threading: two threads for each connection.
 */
final class RespServer implements AutoCloseable {

    /** Of a key, followed by the delay in milliseconds. */
    static final String KEY = "after-";

    /** Of each connection: who sends more without reading its answers has to wait. */
    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket listener = new ServerSocket();
    private final AtomicInteger commands = new AtomicInteger();
    private final List<Long> heldNs = Collections.synchronizedList(new ArrayList<>());

    RespServer() throws IOException {
        listener.setReceiveBufferSize(BUFFER_BYTES);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many commands have come. */
    int commands() {
        return commands.get();
    }

    /** How long each timed command was kept in truth: from its last byte to the first of its answer. */
    List<Long> heldNs() {
        return List.copyOf(heldNs);
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(
                () -> {
                    Urgent.thisThread();
                    body.run();
                },
                "resp-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
                start(() -> read(socket, answers));
                start(() -> write(socket, answers));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void read(Socket socket, BlockingQueue<Answer> answers) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (int words = number(in); words >= 0; words = number(in)) {
                String last = "";
                for (int i = 0; i < words; i++) {
                    last = word(in);
                }
                commands.incrementAndGet();
                answers.add(new Answer(last));
            }
        } catch (IOException e) {
            // the client has closed
        }
        answers.add(new Answer(""));
    }

    /** A line like {@code *2} or {@code $14}; -1 at the end. */
    @SuppressWarnings("deprecation") // a line of ASCII is what it is good for
    private static int number(DataInputStream in) throws IOException {
        String line = in.readLine();
        return line == null ? -1 : Integer.parseInt(line.substring(1));
    }

    private static String word(DataInputStream in) throws IOException {
        byte[] bytes = new byte[number(in)];
        in.readFully(bytes);
        in.skipBytes(2);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private void write(Socket socket, BlockingQueue<Answer> answers) {
        try (socket) {
            while (!socket.isClosed()) {
                Answer answer = answers.take();
                long waitNs = answer.dueNs - System.nanoTime();
                if (waitNs > 0) {
                    Thread.sleep(waitNs / 1_000_000, (int) (waitNs % 1_000_000));
                }
                long answerNs = System.nanoTime();
                if (answer.isTimed) {
                    heldNs.add(answerNs - answer.receivedNs);
                }
                socket.getOutputStream().write(answer.bytes);
            }
        } catch (IOException | InterruptedException e) {
            // the client has closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /**
     * An answer and when it is due.
     *
     * <p>Threading: immutable.
     */
    private static final class Answer {
        private final long receivedNs = System.nanoTime();
        private final boolean isTimed;
        private final long dueNs;
        private final byte[] bytes;

        private Answer(String word) {
            isTimed = word.startsWith(KEY);
            long delayMs = isTimed ? Long.parseLong(word.substring(KEY.length())) : 0;
            dueNs = receivedNs + delayMs * 1_000_000;
            String text = isTimed ? "$" + word.length() + "\r\n" + word + "\r\n" : "+OK\r\n";
            bytes = text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
