// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A server with many routes that share few connections to a peer:
 *
 * <pre>
 *   serve PORT threads      its port; requests run in {@value #THREADS} threads, named {@value #THREAD_PREFIX} and a number
 *   serve PORT virtual      its port; each request runs in a virtual thread of its own
 * </pre>
 *
 * {@code /rN} sends {@link #bytes} to the peer at PORT, so that the size of a call tells which request really made it.
 *
 * <p>Threading: main reads the commands.
 */
public final class Routes {

    /** {@code /r0} is the first. A name for each of so many requests. */
    public static final int ROUTES = 10_000;

    /** They are what requests compete for. */
    public static final int CONNECTIONS = 8;

    public static final int THREADS = 64;

    public static final String THREAD_PREFIX = "request-";

    private Routes() {}

    /** What the handler of a route sends. */
    public static int bytes(int route) {
        return route + 1;
    }

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            Gate.report(serve(Integer.parseInt(words[1]), words[2].equals("virtual")));
        }
        Runtime.getRuntime().exit(0); // the server's threads are no daemons
    }

    private static int serve(int peerPort, boolean isVirtual) throws Exception {
        BlockingQueue<Socket> pool = new ArrayBlockingQueue<>(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket("127.0.0.1", peerPort);
            socket.setTcpNoDelay(true);
            pool.add(socket);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), THREADS);
        for (int i = 0; i < ROUTES; i++) {
            int route = i;
            server.createContext("/r" + i, exchange -> handle(exchange, route, pool));
        }
        server.setExecutor(isVirtual ? virtualThreads() : platformThreads());
        server.start();
        return server.getAddress().getPort();
    }

    private static Executor platformThreads() {
        int[] count = new int[1];
        return Executors.newFixedThreadPool(THREADS, body -> new Thread(body, THREAD_PREFIX + count[0]++));
    }

    /** By reflection: these classes are those of JDK 11. */
    private static Executor virtualThreads() throws ReflectiveOperationException {
        return (Executor)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void handle(HttpExchange exchange, int route, BlockingQueue<Socket> pool) throws IOException {
        Socket socket;
        try {
            socket = pool.take();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        socket.getOutputStream().write(request(route));
        new DataInputStream(socket.getInputStream()).readFully(new byte[bytes(route)]);
        pool.add(socket);
        byte[] answer = new byte[bytes(route)];
        exchange.sendResponseHeaders(200, answer.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer);
        }
        exchange.close();
    }

    /** The last byte of it is 1. */
    private static byte[] request(int route) {
        byte[] request = new byte[bytes(route)];
        request[request.length - 1] = 1;
        return request;
    }
}
