// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A server whose requests call peers through the loops and queues of libraries, which the first request starts:
 *
 * <pre>
 *   serve PORT HTTP_PORT   its port; Netty's peer is at PORT, that of OkHttp at HTTP_PORT
 * </pre>
 *
 * {@code /netty/rN} sends N + 1 bytes over one of few connections; {@code /okhttp/rN} asks for a path of N + 1 characters, five at
 * a time: the others wait, and are started by the thread that has ended another. Each answers with as many bytes as it was answered.
 *
 * <p>Threading: main reads the commands.
 */
public final class LibraryCalls {

    /** {@code r0} is the first. */
    public static final int ROUTES = 101;

    private static final int CONNECTIONS = 8;
    private static final int REQUEST_THREADS = 32;

    private final BlockingQueue<Talk> pool = new ArrayBlockingQueue<>(CONNECTIONS);
    private final OkHttpClient client = new OkHttpClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(REQUEST_THREADS);
    private final String[] ports;
    private HttpServer server;
    private EventLoopGroup loops;

    private LibraryCalls(String[] ports) {
        this.ports = ports;
    }

    public static void main(String[] args) throws Exception {
        LibraryCalls app = null;
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            app = new LibraryCalls(command.split(" "));
            Gate.report(app.serve());
        }
        app.leave();
    }

    private int serve() throws IOException {
        server = HttpServers.create(REQUEST_THREADS);
        for (int i = 0; i < ROUTES; i++) {
            int bytes = i + 1;
            server.createContext("/netty/r" + i, exchange -> handle(exchange, () -> callByNetty(bytes)));
            server.createContext("/okhttp/r" + i, exchange -> handle(exchange, () -> callByOkHttp(bytes)));
        }
        server.setExecutor(threads);
        server.start();
        return server.getAddress().getPort();
    }

    private void leave() {
        server.stop(0);
        threads.shutdown();
        client.dispatcher().executorService().shutdown();
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    /** May fail; returns how many bytes were answered. */
    private interface Body {
        int run() throws Exception;
    }

    private static void handle(HttpExchange exchange, Body body) throws IOException {
        int count;
        try {
            count = body.run();
        } catch (Exception e) {
            throw new IOException(e);
        }
        exchange.sendResponseHeaders(200, count);
        exchange.getResponseBody().write(new byte[count]);
        exchange.close();
    }

    /** The loops run in threads of a pool of the JDK, so that they are tasks of whichever request comes first. */
    private synchronized void connect() throws Exception {
        if (loops == null) {
            loops = new NioEventLoopGroup(2, Executors.newCachedThreadPool());
            for (int i = 0; i < CONNECTIONS; i++) {
                Talk talk = new Talk();
                talk.channel = new Bootstrap()
                        .group(loops)
                        .channel(NioSocketChannel.class)
                        .handler(talk)
                        .connect("127.0.0.1", Integer.parseInt(ports[1]))
                        .sync()
                        .channel();
                pool.add(talk);
            }
        }
    }

    private int callByNetty(int bytes) throws Exception {
        connect();
        Talk talk = pool.take();
        talk.ask(bytes);
        pool.add(talk);
        return bytes;
    }

    private int callByOkHttp(int bytes) throws Exception {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + ports[2] + "/" + "a".repeat(bytes - 1))
                .build();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                answered.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    answered.complete(response.body().bytes().length);
                } catch (IOException e) {
                    onFailure(call, e);
                }
            }
        });
        return answered.get();
    }

    /**
     * A connection that carries one question at a time.
     *
     * <p>Threading: {@link #ask} by one thread at a time.
     */
    private static final class Talk extends SimpleChannelInboundHandler<ByteBuf> {
        private volatile Channel channel;
        private volatile int missing;
        private volatile CompletableFuture<Void> answered;

        void ask(int bytes) throws Exception {
            byte[] question = new byte[bytes];
            question[bytes - 1] = 1;
            missing = bytes;
            answered = new CompletableFuture<>();
            channel.writeAndFlush(Unpooled.wrappedBuffer(question));
            answered.get();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf answer) {
            missing -= answer.readableBytes();
            if (missing == 0) {
                answered.complete(null);
            }
        }
    }
}
