// SPDX-License-Identifier: Apache-2.0
package com.example.subscriber;

import com.sun.net.httpserver.HttpServer;
import io.ebpflow.api.Direction;
import io.ebpflow.api.Ebpflow;
import io.ebpflow.api.EventKind;
import io.ebpflow.api.FlowEvent;
import io.ebpflow.api.FlowFilter;
import io.ebpflow.api.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Adds up how long this JVM waited for whom: what a program would feed its own metrics with. Run it with the agent, {@code
 * -javaagent:ebpflow.jar=wait=10s}, or without one: then it says that nobody tells it anything. (An application that lives for
 * longer needs no {@code wait}: subscriptions wait for the agent.)
 *
 * <p>Threading: main calls, a thread of the agent adds up.
 */
public final class WaitsPerPeer {
    private static final int CALLS = 23;
    private static final long LIMIT_MS = 10_000;

    private final Map<String, Long> waitedUs = new ConcurrentHashMap<>();
    private final CountDownLatch told = new CountDownLatch(CALLS);

    private WaitsPerPeer() {}

    public static void main(String[] args) throws Exception {
        new WaitsPerPeer().run();
    }

    private void run() throws Exception {
        FlowFilter outbound = FlowFilter.all().events(EventKind.EXCHANGE).direction(Direction.OUT);
        HttpServer server = start();
        try (Subscription subscription = Ebpflow.subscribe(outbound, this::add)) {
            for (int i = 0; i < CALLS; i++) {
                call(server.getAddress().getPort());
            }
            boolean isComplete = subscription.isActive() && told.await(LIMIT_MS, TimeUnit.MILLISECONDS);
            System.out.println(
                    isComplete ? "told of all " + CALLS + " calls" : "no agent has told of " + told.getCount());
            new TreeMap<>(waitedUs).forEach((peer, us) -> System.out.println(peer + " " + us + " us"));
        }
        server.stop(0);
    }

    /** In a thread of the agent; what it takes too long for is dropped and counted. */
    private void add(FlowEvent event) {
        String name = event.remoteName() != null ? event.remoteName() : event.remoteAddress();
        waitedUs.merge(name + ":" + event.remotePort(), Math.max(0, event.totalUs()), Long::sum);
        told.countDown();
    }

    private static HttpServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("ok\n".getBytes());
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void call(int port) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) new URL("http://127.0.0.1:" + port + "/stock").openConnection();
        connection.setRequestProperty("Connection", "close");
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }
}
