// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * Tells what has changed in its list of articles: a line with a revision is answered, after the time it takes to look,
 * with a line of {@code number=cents}, separated by blanks. One question per connection.
 *
 * <p>Threading: thread-safe; one thread serves one client after another.
 */
public final class SupplierService implements AutoCloseable {
    /** Far below the agent's default limit for a slow call, 100 ms: this peer is not slow. */
    private static final long LOOK_UP_MS = 20;

    private static final int READ_LIMIT_MS = 1000;
    private static final int CHANGE_COUNT = 3;

    private final ServerSocket listener;

    private SupplierService(ServerSocket listener) {
        this.listener = listener;
    }

    /** Listens on a free port of the address. */
    public static SupplierService start(InetAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(address, 0));
        SupplierService service = new SupplierService(listener);
        new Thread(service::answerClients, "supplier-service").start();
        return service;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void answerClients() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(READ_LIMIT_MS);
                answer(client);
            } catch (IOException | NumberFormatException stoppedOrBadClient) {
                continue;
            } catch (InterruptedException stopping) {
                return;
            }
        }
    }

    private static void answer(Socket client) throws IOException, InterruptedException {
        String question = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine();
        if (question != null) {
            int revision = Integer.parseInt(question);
            TimeUnit.MILLISECONDS.sleep(LOOK_UP_MS);
            client.getOutputStream().write((changesSince(revision) + "\n").getBytes(US_ASCII));
        }
    }

    private static String changesSince(int revision) {
        StringBuilder changes = new StringBuilder();
        for (int change = 0; change < CHANGE_COUNT; change++) {
            changes.append(change == 0 ? "" : " ")
                    .append("NEW-")
                    .append(revision)
                    .append('-');
            changes.append(change).append('=').append(999 + 100 * change);
        }
        return changes.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
