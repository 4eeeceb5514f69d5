// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client of HTTP/1.1 that is made of Netty's codec.
 *
 * <p>Threading: an event loop reads; {@link #get} by any thread.
 */
final class NettyHttp1 extends ChannelInboundHandlerAdapter {
    private static final int QUESTIONS = 5;
    private static final int APART_MS = 11;

    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final Channel channel;

    private NettyHttp1(int port) throws Exception {
        channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(new HttpClientCodec(), NettyHttp1.this);
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
    }

    static void talk(int port, Http1Talk.Body body) throws Exception {
        NettyHttp1 client = new NettyHttp1(port);
        body.run(delayMs -> client.get(Integer.toString(delayMs)));
        client.close();
    }

    /** A request, one that changes the protocol, and then something to which nothing is the answer. */
    static void upgrade(int port) throws Exception {
        NettyHttp1 client = new NettyHttp1(port);
        client.get("3").get();
        client.get(Http1Server.UPGRADE).get();
        client.channel.pipeline().remove(HttpClientCodec.class);
        for (int i = 0; i < QUESTIONS; i++) {
            client.channel
                    .writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'q'}))
                    .sync();
            Thread.sleep(APART_MS);
        }
        client.close();
    }

    private synchronized CompletableFuture<?> get(String path) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        asked.add(answer);
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/" + path);
        channel.writeAndFlush(request).addListener(done -> {
            if (!done.isSuccess()) {
                answer.completeExceptionally(done.cause());
            }
        });
        return answer;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            asked.remove().complete(null);
        }
        ReferenceCountUtil.release(message);
    }

    private void close() throws Exception {
        channel.close().sync();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
}
