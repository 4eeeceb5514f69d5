// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;

/**
 * A server whose requests call a peer from other threads than their own, each route in its own {@link Way}; all share the ways'
 * pools and few connections to the peer:
 *
 * <pre>
 *   serve PORT      its port; the peer is at PORT
 *   hooks 1         waits until an agent that is starting has put its hooks in
 *   uninstall 1     the agent, by its MBean; answers how many MBeans of the agent there are then
 *   unasked COUNT   calls in each way that no request has made, while requests are served; of {@link #UNASKED_BYTES}
 * </pre>
 *
 * {@code /odd/r0} makes the calls of {@link Oddities}. {@code /rN} sends N + 1 bytes to the peer, so that the size of a call tells
 * which request really made it. Each answers N + 1 bytes.
 *
 * <p>Threading: main reads the commands.
 */
public final class Handovers {

    /** {@code /r0} is the first. */
    public static final int ROUTES = 101;

    /** No route sends as many. */
    public static final int UNASKED_BYTES = 211;

    private static final int CONNECTIONS = 8;
    private static final int REQUEST_THREADS = 64;

    private final BlockingQueue<Socket> pool = new ArrayBlockingQueue<>(CONNECTIONS);
    private final Way[] ways = Way.all();
    private final Oddities oddities = new Oddities();

    private Handovers() {}

    public static void main(String[] args) throws Exception {
        Handovers app = new Handovers();
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            int number = Integer.parseInt(words[1]);
            if (words[0].equals("serve")) {
                Gate.report(app.serve(number));
            } else if (words[0].equals("hooks")) {
                Gate.awaitHooks();
            } else if (words[0].equals("uninstall")) {
                Gate.report(AgentBeans.uninstall());
            } else {
                new Thread(() -> app.callUnasked(number), "unasked").start();
            }
        }
        Runtime.getRuntime().exit(0); // the server's threads are no daemons
    }

    private int serve(int peerPort) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket("127.0.0.1", peerPort);
            socket.setTcpNoDelay(true);
            pool.add(socket);
        }
        HttpServer server = HttpServers.create(REQUEST_THREADS);
        for (int i = 0; i < ROUTES; i++) {
            int route = i;
            server.createContext("/r" + i, exchange -> handle(exchange, route));
        }
        server.createContext("/odd/r0", exchange -> {
            try {
                oddities.make(this::callQuietly);
            } catch (Exception e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write(0);
            exchange.close();
        });
        server.setExecutor(Executors.newFixedThreadPool(REQUEST_THREADS));
        server.start();
        return server.getAddress().getPort();
    }

    private void callUnasked(int count) {
        try {
            for (int i = 0; i < count; i++) {
                ways[i % ways.length].make(() -> call(UNASKED_BYTES));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange, int route) throws IOException {
        byte[] answer = new byte[route + 1];
        try {
            ways[route % ways.length].make(() -> call(route + 1));
        } catch (Exception e) {
            throw new IOException(e);
        }
        exchange.sendResponseHeaders(200, answer.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer);
        }
        exchange.close();
    }

    private void callQuietly(int bytes) {
        try {
            call(bytes);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last byte of it is 1. */
    private Void call(int bytes) throws Exception {
        Socket socket = pool.take();
        byte[] request = new byte[bytes];
        request[bytes - 1] = 1;
        socket.getOutputStream().write(request);
        new DataInputStream(socket.getInputStream()).readFully(request);
        pool.add(socket);
        return null;
    }
}
