// SPDX-License-Identifier: Apache-2.0
package com.example.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * GET /prices/{product id} answers with the price in cents. The made-to-order product takes its time: it is the slow
 * peer of the demo.
 *
 * <p>Threading: thread-safe.
 */
public final class PriceService implements AutoCloseable {
    private static final String PATH = "/prices/";
    private static final int MADE_TO_ORDER_ID = 7;

    /** Well above the agent's default limit for a slow call, 100 ms. */
    private static final long MADE_TO_ORDER_MS = 150;

    private final HttpServer server;
    private final ExecutorService workers;

    private PriceService(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /** Listens on a free port of the address. */
    public static PriceService start(InetAddress address) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        ExecutorService workers = Executors.newFixedThreadPool(8);
        server.setExecutor(workers);
        server.createContext(PATH, PriceService::answer);
        server.start();
        return new PriceService(server, workers);
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try {
            int productId = Integer.parseInt(exchange.getRequestURI().getPath().substring(PATH.length()));
            if (productId == MADE_TO_ORDER_ID) {
                TimeUnit.MILLISECONDS.sleep(MADE_TO_ORDER_MS);
            }
            byte[] body = Integer.toString(priceCents(productId)).getBytes(US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        } catch (NumberFormatException notAProduct) {
            exchange.sendResponseHeaders(404, -1);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static int priceCents(int productId) {
        return 499 + 250 * productId;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
