// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.server;

import io.ebpflow.it.app.Gate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A server of Netty that calls a peer in its event loops when it has read the whole of a request, with as many bytes as the header
 * {@link Shop#BYTES} says:
 *
 * <pre>
 *   serve PORT             its port; the peer's is PORT
 *   queue PORT             the same, of a server that keeps a request until it has answered the former one of its connection
 *   alone BYTES            each event loop calls the peer for no request, with one byte more each
 *   leave                  closes the connections to the peer
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class NettyShop {

    /** Event loops, which have several connections each. */
    public static final int LOOPS = 3;

    /** That a call is made in. */
    private static final int WAYS = 5;

    private static Peer peer;

    private NettyShop() {}

    public static void main(String[] args) throws Exception {
        NioEventLoopGroup loops = new NioEventLoopGroup(LOOPS);
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "serve":
                    peer = new Peer(Integer.parseInt(words[1]));
                    Gate.report(serve(loops, Calling::new));
                    break;
                case "queue":
                    peer = new Peer(Integer.parseInt(words[1]));
                    Gate.report(serve(loops, Keeping::new));
                    break;
                case "alone":
                    for (int i = 0; i < LOOPS; i++) {
                        int bytes = Integer.parseInt(words[1]) + i;
                        loops.next().submit(() -> call(bytes)).get();
                    }
                    break;
                default:
                    peer.leave();
            }
        }
        Runtime.getRuntime().exit(0); // event loops are no daemons
    }

    /** True if the call of so many bytes is made where the request is read, not in a task. */
    public static boolean isDirect(int bytes) {
        return bytes / WAYS % WAYS == WAYS - 1;
    }

    private static Void call(int bytes) throws IOException {
        peer.call(bytes);
        return null;
    }

    private static int serve(NioEventLoopGroup loops, Supplier<ChannelHandler> handlers) throws Exception {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), handlers.get());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /**
     * Reads how many bytes each request asks for.
     *
     * <p>Threading: confined to the event loop.
     */
    private abstract static class Reading extends SimpleChannelInboundHandler<HttpObject> {
        private int bytes;

        /** All of a request has come. */
        abstract void handle(ChannelHandlerContext context, int count) throws IOException;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
            if (part instanceof HttpRequest) {
                bytes = ((HttpRequest) part).headers().getInt(Shop.BYTES);
            }
            if (part instanceof LastHttpContent) {
                handle(context, bytes);
            }
        }
    }

    /**
     * Has the peer called, then answers.
     *
     * <p>Threading: confined to the event loop.
     */
    private static final class Calling extends Reading {
        /** By its size a call is made here and now, or in an event loop later. */
        @Override
        void handle(ChannelHandlerContext context, int count) throws IOException {
            EventExecutor other = context.executor().parent().next();
            Callable<Void> answer = () -> answer(context, count);
            switch (count / WAYS % WAYS) {
                case 0:
                    context.executor().submit(answer);
                    break;
                case 1:
                    other.execute(new FutureTask<>(answer));
                    break;
                case 2:
                    context.executor().schedule(answer, 1, TimeUnit.MILLISECONDS);
                    break;
                case 3:
                    other.schedule(answer, 1, TimeUnit.MILLISECONDS);
                    break;
                default:
                    answer(context, count);
            }
        }

        private static Void answer(ChannelHandlerContext context, int count) throws IOException {
            call(count);
            context.writeAndFlush(emptyResponse());
            return null;
        }
    }

    private static HttpResponse emptyResponse() {
        HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    /**
     * Has the peer called and answers a moment later; what has come meanwhile is next.
     *
     * <p>Threading: confined to the event loop.
     */
    private static final class Keeping extends Reading {
        private final Queue<Integer> kept = new ArrayDeque<>();

        @Override
        void handle(ChannelHandlerContext context, int count) throws IOException {
            kept.add(count);
            if (kept.size() == 1) {
                begin(context);
            }
        }

        private void begin(ChannelHandlerContext context) throws IOException {
            call(kept.element());
            context.executor().schedule(() -> answer(context), 1, TimeUnit.MILLISECONDS);
        }

        private Void answer(ChannelHandlerContext context) throws IOException {
            context.writeAndFlush(emptyResponse());
            kept.remove();
            if (!kept.isEmpty()) {
                begin(context);
            }
            return null;
        }
    }
}
