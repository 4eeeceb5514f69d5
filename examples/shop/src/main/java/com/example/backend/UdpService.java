// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Answers each datagram with another one, to whoever sent it.
 *
 * <p>Threading: thread-safe; one thread answers.
 */
final class UdpService implements AutoCloseable {
    /** Larger than any question here; a longer datagram is cut, as UDP does. */
    private static final int MAX_DATAGRAM_BYTES = 1500;

    private final DatagramSocket socket;
    private final UnaryOperator<byte[]> answering;

    private UdpService(DatagramSocket socket, UnaryOperator<byte[]> answering) {
        this.socket = socket;
        this.answering = answering;
    }

    /** @param answering makes the answer out of a question; null for no answer at all */
    static UdpService start(String name, InetAddress address, UnaryOperator<byte[]> answering) throws IOException {
        UdpService service = new UdpService(new DatagramSocket(0, address), answering);
        new Thread(service::answerQuestions, name).start();
        return service;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void answerQuestions() {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
        try {
            while (true) {
                packet.setLength(MAX_DATAGRAM_BYTES);
                socket.receive(packet);
                byte[] answer = answering.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException stopped) {
            if (!socket.isClosed()) {
                System.err.println(Thread.currentThread().getName() + " answers no more: " + stopped);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
