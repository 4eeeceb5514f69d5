// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/**
 * Asks for a share's quote over UDP through an unconnected socket: only the datagrams know the peer.
 *
 * <p>Threading: confined to the thread that asks.
 */
final class StockTicker implements AutoCloseable {
    private static final int TIME_LIMIT_MS = 1000;
    private static final int MAX_ANSWER_BYTES = 100;

    private final InetSocketAddress quotes;
    private final DatagramSocket socket;

    StockTicker(InetSocketAddress quotes) throws IOException {
        this.quotes = quotes;
        this.socket = new DatagramSocket();
        socket.setSoTimeout(TIME_LIMIT_MS);
    }

    String ask(String symbol) throws IOException {
        byte[] question = symbol.getBytes(US_ASCII);
        socket.send(new DatagramPacket(question, question.length, quotes));
        DatagramPacket answer = new DatagramPacket(new byte[MAX_ANSWER_BYTES], MAX_ANSWER_BYTES);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
    }

    @Override
    public void close() {
        socket.close();
    }
}
