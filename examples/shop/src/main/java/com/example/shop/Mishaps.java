// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that fail on purpose, for the failures to be seen as well. Threading: thread-safe. */
final class Mishaps {
    private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);
    private static final int TIME_LIMIT_MS = 1000;

    private final InetSocketAddress resettingService;

    Mishaps(InetSocketAddress resettingService) {
        this.resettingService = resettingService;
    }

    /** Connects to a port where nobody listens: it is bound, so that nobody can start to listen there meanwhile. */
    void connectToClosedPort() throws IOException {
        try (Socket notListening = new Socket();
                Socket client = new Socket()) {
            notListening.bind(new InetSocketAddress(resettingService.getAddress(), 0));
            client.connect(notListening.getLocalSocketAddress(), TIME_LIMIT_MS);
            throw new IllegalStateException("connected to " + client.getRemoteSocketAddress());
        } catch (ConnectException refused) {
            LOG.info("Refused, as expected: {}", refused.getMessage());
        }
    }

    /** Talks to a peer that breaks the connection after the first byte. */
    void talkToResettingPeer() throws IOException {
        try (Socket client = new Socket()) {
            client.connect(resettingService, TIME_LIMIT_MS);
            client.setSoTimeout(TIME_LIMIT_MS);
            client.getOutputStream().write('?');
            client.getInputStream().read();
            throw new IllegalStateException("the peer closed, but did not reset");
        } catch (SocketException reset) {
            LOG.info("Reset, as expected: {}", reset.getMessage());
        }
    }
}
