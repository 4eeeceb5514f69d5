// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import com.google.common.util.concurrent.MoreExecutors;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * A server whose requests call a peer through queues of libraries that one of them empties for all:
 *
 * <pre>
 *   serve PORT HTTP_PORT   its port; Reactor Netty's peer is at HTTP_PORT, that of the others at PORT
 * </pre>
 *
 * {@code /loan/rN} waits for a connection of Reactor Netty's pool and asks for a path of N + 1 characters; {@code /sink/rN} emits into
 * a sink that is there for all, {@code /sequence/rN} waits for its turn in Guava's sequential executor, {@code /channel/rN} opens an
 * asynchronous channel: each sends N + 1 bytes then.
 *
 * <p>Threading: main reads the commands.
 */
public final class Queues {

    private static final int CONNECTIONS = 8;
    private static final int REQUEST_THREADS = 32;

    private final BlockingQueue<Socket> pool = new ArrayBlockingQueue<>(CONNECTIONS);
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Executor sequence = MoreExecutors.newSequentialExecutor(workers);
    private final Sinks.Many<Runnable> sink = Sinks.many().multicast().onBackpressureBuffer(REQUEST_THREADS, false);
    private final HttpClient client = HttpClient.create(ConnectionProvider.builder("few")
            .maxConnections(CONNECTIONS)
            .pendingAcquireMaxCount(REQUEST_THREADS)
            .build());
    private final int port;
    private final String http;

    private Queues(String[] command) {
        port = Integer.parseInt(command[1]);
        http = "http://127.0.0.1:" + command[2] + "/";
        sink.asFlux().publishOn(Schedulers.boundedElastic()).subscribe(Runnable::run);
    }

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            Gate.report(new Queues(command.split(" ")).serve());
        }
        Runtime.getRuntime().exit(0); // the server's threads are no daemons
    }

    private int serve() throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            pool.add(new Socket("127.0.0.1", port));
        }
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), REQUEST_THREADS);
        for (int i = 0; i < LibraryCalls.ROUTES; i++) {
            int bytes = i + 1;
            server.createContext("/loan/r" + i, exchange -> handle(exchange, bytes, this::borrow));
            server.createContext("/sink/r" + i, exchange -> handle(exchange, bytes, this::emit));
            server.createContext("/sequence/r" + i, exchange -> handle(exchange, bytes, this::queue));
            server.createContext("/channel/r" + i, exchange -> handle(exchange, bytes, this::open));
        }
        server.setExecutor(Executors.newFixedThreadPool(REQUEST_THREADS));
        server.start();
        return server.getAddress().getPort();
    }

    private static void handle(HttpExchange exchange, int bytes, IntConsumer way) throws IOException {
        way.accept(bytes);
        exchange.sendResponseHeaders(200, bytes);
        exchange.getResponseBody().write(new byte[bytes]);
        exchange.close();
    }

    private void borrow(int bytes) {
        client.get()
                .uri(http + "a".repeat(bytes - 1))
                .responseContent()
                .aggregate()
                .block();
    }

    private void emit(int bytes) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        synchronized (sink) {
            sink.tryEmitNext(() -> call(bytes, answered)).orThrow();
        }
        answered.join();
    }

    private void queue(int bytes) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        sequence.execute(() -> call(bytes, answered));
        answered.join();
    }

    private void call(int bytes, CompletableFuture<Void> answered) {
        try {
            Socket socket = pool.take();
            byte[] question = question(bytes);
            socket.getOutputStream().write(question);
            new DataInputStream(socket.getInputStream()).readFully(question);
            pool.add(socket);
            answered.complete(null);
        } catch (IOException | InterruptedException e) {
            answered.completeExceptionally(e);
        }
    }

    private static byte[] question(int bytes) {
        byte[] question = new byte[bytes];
        question[bytes - 1] = 1;
        return question;
    }

    /** What follows the connect is done by the threads of the JDK's group, which the first request starts. */
    private void open(int bytes) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
            ByteBuffer answer = ByteBuffer.allocate(bytes);
            channel.connect(new InetSocketAddress("127.0.0.1", port), answered, new Next<Void>() {
                @Override
                public void completed(Void nothing, CompletableFuture<Void> result) {
                    channel.write(ByteBuffer.wrap(question(bytes)), result, new Next<Integer>() {
                        @Override
                        public void completed(Integer count, CompletableFuture<Void> result) {
                            if (answer.hasRemaining()) {
                                channel.read(answer, result, this);
                            } else {
                                result.complete(null);
                            }
                        }
                    });
                }
            });
            answered.join();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What to do when the channel is ready.
     *
     * <p>Threading: run by the channel's group.
     */
    private abstract static class Next<T> implements CompletionHandler<T, CompletableFuture<Void>> {
        @Override
        public void failed(Throwable failure, CompletableFuture<Void> result) {
            result.completeExceptionally(failure);
        }
    }
}
