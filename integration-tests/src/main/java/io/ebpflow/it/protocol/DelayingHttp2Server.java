// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/2 in plain text on loopback; answers {@code /41} after 41 ms.
 *
 * <p>Threading: Undertow's own; open and close by the test.
 */
public final class DelayingHttp2Server implements Closeable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Undertow server = Undertow.builder()
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .addHttpListener(0, "127.0.0.1", this::handle)
            .build();

    /** Listens. */
    public DelayingHttp2Server() {
        server.start();
    }

    /** Where. */
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private void handle(HttpServerExchange exchange) {
        int delayMs = Integer.parseInt(exchange.getRequestPath().substring(1));
        exchange.dispatch(timer, () -> timer.schedule(() -> answer(exchange, delayMs), delayMs, TimeUnit.MILLISECONDS));
    }

    private static void answer(HttpServerExchange exchange, int delayMs) {
        exchange.getResponseSender().send("after " + delayMs + " ms");
    }

    @Override
    public void close() {
        server.stop();
        timer.shutdownNow();
    }
}
