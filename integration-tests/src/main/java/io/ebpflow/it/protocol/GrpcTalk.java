// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code TRANSPORT PACE COUNT}: calls of gRPC over one connection, both of whose ends are in this JVM, over Netty's native
 * transport ({@code epoll}) or the JDK's ({@code nio}). See {@link Pace}.
 *
 * <p>Threading: main reads the commands; gRPC has its own threads.
 */
public final class GrpcTalk {

    private static final MethodDescriptor<Integer, Integer> WAIT = MethodDescriptor.<Integer, Integer>newBuilder(
                    new OneByte(), new OneByte())
            .setFullMethodName("acme.Clock/Wait")
            .setType(MethodDescriptor.MethodType.UNARY)
            .build();

    private GrpcTalk() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            talk(words[0].equals("nio"), words[1], Integer.parseInt(words[2]));
        }
    }

    private static void talk(boolean isNio, String pace, int count) throws Exception {
        if (!isNio && !Epoll.isAvailable()) {
            throw new IllegalStateException(Epoll.unavailabilityCause());
        }
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        EventLoopGroup loops = isNio ? new NioEventLoopGroup(2) : null;
        NettyServerBuilder serverBuilder = NettyServerBuilder.forPort(0).addService(service(timer));
        if (isNio) {
            serverBuilder
                    .bossEventLoopGroup(loops)
                    .workerEventLoopGroup(loops)
                    .channelType(NioServerSocketChannel.class);
        }
        Server server = serverBuilder.build().start();
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext();
        if (isNio) {
            builder.eventLoopGroup(loops).channelType(NioSocketChannel.class);
        }
        ManagedChannel channel = builder.build();
        Pace.run(pace, count, index -> call(channel, Pace.delayMs(index)));
        channel.shutdown().awaitTermination(10, TimeUnit.SECONDS);
        server.shutdown().awaitTermination(10, TimeUnit.SECONDS);
        timer.shutdown();
        if (isNio) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static ServerServiceDefinition service(ScheduledExecutorService timer) {
        return ServerServiceDefinition.builder("acme.Clock")
                .addMethod(
                        WAIT,
                        ServerCalls.asyncUnaryCall((delayMs, client) -> timer.schedule(
                                () -> {
                                    client.onNext(delayMs);
                                    client.onCompleted();
                                },
                                delayMs,
                                TimeUnit.MILLISECONDS)))
                .build();
    }

    private static CompletableFuture<?> call(Channel channel, int delayMs) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(channel.newCall(WAIT, CallOptions.DEFAULT), delayMs, new StreamObserver<Integer>() {
            @Override
            public void onNext(Integer value) {
                answer.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                // the answer has come
            }
        });
        return answer;
    }

    /**
     * A message of one byte.
     *
     * <p>Threading: stateless.
     */
    private static final class OneByte implements MethodDescriptor.Marshaller<Integer> {
        @Override
        public InputStream stream(Integer value) {
            return new ByteArrayInputStream(new byte[] {value.byteValue()});
        }

        @Override
        public Integer parse(InputStream stream) {
            try {
                return stream.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
