// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.export;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A subscriber of ZeroMQ written from its wire protocol (ZMTP 3.0, NULL mechanism), on a plain socket: a witness that shares no
 * code with what it checks. JeroMQ's own now and then connects and then says nothing until its handshake times out.
 *
 * <p>Threading: {@link #receive} by the test, the socket by a thread of its own; a message goes from one to the other whole.
 */
final class Subscriber implements AutoCloseable {
    private static final int GREETING_BYTES = 64;
    private static final int FLAG_MORE = 1;
    private static final int FLAG_LONG = 2;
    private static final int FLAG_COMMAND = 4;
    private static final int RETRY_MS = 20;

    private final List<String> topics;
    private final int port;

    /** null: connects. */
    private final ServerSocket listener;

    private final BlockingQueue<List<byte[]>> messages = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "subscriber");
    private volatile Socket socket;
    private volatile boolean isClosed;

    private Subscriber(int port, ServerSocket listener, List<String> topics) {
        this.port = port;
        this.listener = listener;
        this.topics = topics;
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for a publisher that connects. */
    static Subscriber bound(int port, List<String> topics) throws IOException {
        return new Subscriber(port, new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")), topics);
    }

    /** Connects to a publisher, as soon as it is there. */
    static Subscriber connected(int port, List<String> topics) {
        return new Subscriber(port, null, topics);
    }

    /** @return the frames of the next message, or null after a moment without any */
    List<byte[]> receive() throws InterruptedException {
        return messages.poll(RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void run() {
        while (!isClosed) {
            try (Socket opened = listener == null ? new Socket("127.0.0.1", port) : listener.accept()) {
                socket = opened;
                speak(opened);
            } catch (IOException e) {
                pause(); // not there yet, or gone
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void speak(Socket opened) throws IOException {
        DataInputStream in = new DataInputStream(opened.getInputStream());
        ByteBuffer greeting = ByteBuffer.allocate(GREETING_BYTES);
        greeting.put((byte) 0xff).position(9);
        greeting.put((byte) 0x7f).put((byte) 3).put((byte) 0).put("NULL".getBytes(StandardCharsets.US_ASCII));
        opened.getOutputStream().write(greeting.array());
        in.readFully(new byte[GREETING_BYTES]);
        opened.getOutputStream().write(frame(FLAG_COMMAND, "\5READY\13Socket-Type\0\0\0\3SUB"));
        for (String topic : topics) {
            opened.getOutputStream().write(frame(0, "\1" + topic));
        }
        List<byte[]> frames = new ArrayList<>();
        while (!isClosed) {
            int flags = in.readUnsignedByte();
            byte[] body = body(in, flags);
            if ((flags & FLAG_COMMAND) != 0) {
                answer(opened, body);
                continue;
            }
            frames.add(body);
            if ((flags & FLAG_MORE) == 0) {
                messages.add(frames);
                frames = new ArrayList<>();
            }
        }
    }

    private static byte[] body(DataInputStream in, int flags) throws IOException {
        long bytes = (flags & FLAG_LONG) != 0 ? in.readLong() : in.readUnsignedByte();
        byte[] body = in.readNBytes(Math.toIntExact(bytes));
        if (body.length < bytes) {
            throw new EOFException();
        }
        return body;
    }

    /** A heartbeat carries its time to live, and then what is to be sent back. */
    private static void answer(Socket opened, byte[] command) throws IOException {
        String name = new String(command, 1, command[0], StandardCharsets.US_ASCII);
        if (name.equals("PING")) {
            byte[] context = Arrays.copyOfRange(command, 1 + command[0] + 2, command.length);
            opened.getOutputStream()
                    .write(frame(FLAG_COMMAND, "\4PONG" + new String(context, StandardCharsets.ISO_8859_1)));
        } else if (!name.equals("READY")) {
            throw new IOException("the publisher says " + name);
        }
    }

    private static byte[] frame(int flags, String body) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(flags);
        frame.write(body.length());
        frame.writeBytes(body.getBytes(StandardCharsets.ISO_8859_1));
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        if (listener != null) {
            listener.close();
        }
        Socket opened = socket;
        if (opened != null) {
            opened.close();
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
