// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.environment;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask {@link io.ebpflow.it.app.Handovers} for its routes, on a connection each, until they are stopped.
 *
 * <p>Threading: confined to the test.
 */
final class SteadyLoad {
    private static final int CLIENTS = 32;

    /** Between two requests of a client: the server is to be busy, and the machine not. */
    private static final int PAUSE_MS = 80;

    private static final int LIMIT_SECONDS = 60;

    private final AtomicInteger answered = new AtomicInteger();
    private final List<FutureTask<Void>> clients = new ArrayList<>();
    private volatile boolean isStopped;

    /** Begins; {@code /r0} to {@code /rN-1} answer 1 to N bytes. */
    SteadyLoad(int port, int routes) {
        for (int i = 0; i < CLIENTS; i++) {
            int first = i * routes / CLIENTS;
            FutureTask<Void> client = new FutureTask<>(() -> {
                ask(port, routes, first);
                return null;
            });
            clients.add(client);
            Thread thread = new Thread(client, "client-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void ask(int port, int routes, int first) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int route = first; !isStopped; route = (route + 1) % routes) {
                String request = "GET /r" + route + " HTTP/1.1\r\nHost: a\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String head = head(in);
                int bytes = in.readNBytes(route + 1).length;
                if (!head.startsWith("HTTP/1.1 200 ") || bytes != route + 1) {
                    throw new IOException("/r" + route + ": " + head + " and " + bytes + " bytes");
                }
                answered.incrementAndGet();
                Thread.sleep(PAUSE_MS);
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Requests that were answered so far. */
    int answered() {
        return answered.get();
    }

    /** Waits until so many were answered. */
    SteadyLoad awaitAnswers(int count) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (answered() < count) {
            if (System.nanoTime() > deadlineNs) {
                stop();
                throw new AssertionError(answered() + " requests were answered instead of " + count);
            }
            Thread.sleep(1);
        }
        return this;
    }

    /**
     * Ends it, with all that was asked answered.
     *
     * @return how many requests that were
     * @throws java.util.concurrent.ExecutionException if one was not
     */
    int stop() throws Exception {
        isStopped = true;
        for (FutureTask<Void> client : clients) {
            client.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        return answered.get();
    }
}
