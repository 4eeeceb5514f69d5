// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code PORT PACE COUNT}: requests of HTTP/2 over one connection of Netty, in plain text. See {@link Pace}.
 *
 * <p>Threading: main reads the commands; an event loop does the rest.
 */
public final class NettyTalk {

    private NettyTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            NioEventLoopGroup loop = new NioEventLoopGroup(1);
            Channel connection = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(
                                            Http2FrameCodecBuilder.forClient().build(),
                                            new Http2MultiplexHandler(new Answer(null)));
                        }
                    })
                    .connect("127.0.0.1", Integer.parseInt(words[0]))
                    .sync()
                    .channel();
            Pace.run(words[1], Integer.parseInt(words[2]), index -> get(connection, Pace.delayMs(index)));
            connection.close().sync();
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static CompletableFuture<?> get(Channel connection, int delayMs) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        new Http2StreamChannelBootstrap(connection)
                .handler(new Answer(answer))
                .open()
                .addListener(opened -> {
                    if (!opened.isSuccess()) {
                        answer.completeExceptionally(opened.cause());
                        return;
                    }
                    ((Http2StreamChannel) opened.getNow())
                            .writeAndFlush(new DefaultHttp2HeadersFrame(
                                    new DefaultHttp2Headers()
                                            .method("GET")
                                            .scheme("http")
                                            .authority("127.0.0.1")
                                            .path("/" + delayMs),
                                    true));
                });
        return answer;
    }

    /**
     * Waits for the end of an answer.
     *
     * <p>Threading: confined to the event loop.
     */
    private static final class Answer extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final CompletableFuture<Void> answer;

        private Answer(CompletableFuture<Void> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2DataFrame && ((Http2DataFrame) frame).isEndStream()) {
                answer.complete(null);
            }
        }
    }
}
