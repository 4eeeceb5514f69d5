// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Quotes over UDP: a datagram with a symbol is echoed with a price behind it.
 *
 * <p>Threading: thread-safe.
 */
public final class QuoteService implements AutoCloseable {
    private final UdpService udp;

    private QuoteService(UdpService udp) {
        this.udp = udp;
    }

    /** Listens on a free port of the address. */
    public static QuoteService start(InetAddress address) throws IOException {
        return new QuoteService(UdpService.start("quotes-" + address.getHostAddress(), address, QuoteService::quote));
    }

    public InetSocketAddress address() {
        return udp.address();
    }

    private static byte[] quote(byte[] question) {
        String symbol = new String(question, US_ASCII);
        return (symbol + " " + Math.floorMod(symbol.hashCode(), 10_000)).getBytes(US_ASCII);
    }

    @Override
    public void close() {
        udp.close();
    }
}
