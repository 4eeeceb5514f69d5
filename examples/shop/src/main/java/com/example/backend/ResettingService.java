// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Takes one byte from each client and then breaks the connection: closing with a linger time of 0 sends RST, not FIN.
 *
 * <p>Threading: thread-safe; one thread serves one client after another.
 */
public final class ResettingService implements AutoCloseable {
    /** A client that sends nothing is reset as well, so that it keeps nobody waiting. */
    private static final int READ_LIMIT_MS = 1000;

    private final ServerSocket listener;

    private ResettingService(ServerSocket listener) {
        this.listener = listener;
    }

    /** Listens on a free port of the address. */
    public static ResettingService start(InetAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(address, 0));
        ResettingService service = new ResettingService(listener);
        new Thread(service::resetClients, "resetting-service").start();
        return service;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void resetClients() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(READ_LIMIT_MS);
                client.setSoLinger(true, 0);
                client.getInputStream().read();
            } catch (IOException stoppedOrSilentClient) {
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
