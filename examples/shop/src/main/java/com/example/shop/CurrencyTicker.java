// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Asks for a currency's rate over UDP through a connected, non-blocking channel: the kernel knows the peer.
 *
 * <p>Threading: confined to the thread that asks.
 */
final class CurrencyTicker implements AutoCloseable {
    private static final int TIME_LIMIT_MS = 1000;
    private static final int MAX_ANSWER_BYTES = 100;

    private final Selector selector;
    private final DatagramChannel channel;

    CurrencyTicker(InetSocketAddress quotes) throws IOException {
        selector = Selector.open();
        channel = DatagramChannel.open();
        channel.connect(quotes);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    String ask(String currencies) throws IOException {
        channel.write(US_ASCII.encode(currencies));
        if (selector.select(TIME_LIMIT_MS) == 0) {
            throw new SocketTimeoutException("no rate of " + currencies + " after " + TIME_LIMIT_MS + " ms");
        }
        selector.selectedKeys().clear();
        ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES);
        channel.read(answer);
        return US_ASCII.decode(answer.flip()).toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
