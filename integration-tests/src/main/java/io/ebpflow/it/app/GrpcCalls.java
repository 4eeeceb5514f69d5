// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A gRPC server whose service calls a peer, and its client. A command is given a number of bytes, and its calls have that and
 * the next ones:
 *
 * <pre>
 *   connect PORT        to the peer
 *   netty BYTES         one in an interceptor, one in {@link #GET}, two in {@link #ADD}, one in {@link #FAIL}; then one outside, in
 *                       the thread that all were made in
 *   inprocess BYTES     the same, without a network
 * </pre>
 *
 * <p>Threading: main reads the commands and is the client.
 */
public final class GrpcCalls {
    public static final String GET = "acme.Orders/Get";

    /** Takes many messages, and makes a call for each. */
    public static final String ADD = "acme.Orders/Add";

    /** Throws after its call. */
    public static final String FAIL = "acme.Orders/Fail";

    private static final MethodDescriptor<Integer, Integer> GET_METHOD = method(GET, MethodDescriptor.MethodType.UNARY);
    private static final MethodDescriptor<Integer, Integer> ADD_METHOD =
            method(ADD, MethodDescriptor.MethodType.CLIENT_STREAMING);
    private static final MethodDescriptor<Integer, Integer> FAIL_METHOD =
            method(FAIL, MethodDescriptor.MethodType.UNARY);

    private static volatile int intercepted;

    private GrpcCalls() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            int number = Integer.parseInt(words[1]);
            if (words[0].equals("connect")) {
                Calls.connect(number);
            } else {
                serve(words[0].equals("netty"), number);
            }
        }
    }

    private static void serve(boolean isNetty, int bytes) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        ServerBuilder<?> builder =
                isNetty ? NettyServerBuilder.forPort(0) : InProcessServerBuilder.forName("orders-" + bytes);
        Server server = builder.executor(executor)
                .addService(service())
                .intercept(new Intercepting())
                .build()
                .start();
        ManagedChannel channel = isNetty
                ? NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                        .usePlaintext()
                        .build()
                : InProcessChannelBuilder.forName("orders-" + bytes).build();
        call(channel, bytes);
        executor.submit(() -> Calls.call(bytes + 5)).get();
        channel.shutdownNow();
        server.shutdownNow().awaitTermination();
        executor.shutdown();
    }

    private static void call(Channel channel, int bytes) throws InterruptedException {
        intercepted = bytes;
        ClientCalls.blockingUnaryCall(channel, GET_METHOD, CallOptions.DEFAULT, bytes + 1);
        CountDownLatch added = new CountDownLatch(1);
        StreamObserver<Integer> adding = ClientCalls.asyncClientStreamingCall(
                channel.newCall(ADD_METHOD, CallOptions.DEFAULT), observer(answer -> {}, added::countDown));
        adding.onNext(bytes + 2);
        adding.onNext(bytes + 3);
        adding.onCompleted();
        added.await();
        try {
            ClientCalls.blockingUnaryCall(channel, FAIL_METHOD, CallOptions.DEFAULT, bytes + 4);
            throw new IllegalStateException(FAIL + " does not");
        } catch (StatusRuntimeException e) {
            return; // as it should
        }
    }

    private static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("acme.Orders")
                .addMethod(GET_METHOD, ServerCalls.asyncUnaryCall((bytes, client) -> {
                    Calls.call(bytes);
                    client.onNext(bytes);
                    client.onCompleted();
                }))
                .addMethod(
                        ADD_METHOD,
                        ServerCalls.asyncClientStreamingCall(client -> observer(Calls::call, () -> {
                            client.onNext(1);
                            client.onCompleted();
                        })))
                .addMethod(FAIL_METHOD, ServerCalls.asyncUnaryCall((bytes, client) -> {
                    Calls.call(bytes);
                    throw new IllegalStateException("as it was told");
                }))
                .build();
    }

    private static StreamObserver<Integer> observer(Each each, Runnable last) {
        return new StreamObserver<>() {
            @Override
            public void onNext(Integer value) {
                each.of(value);
            }

            @Override
            public void onError(Throwable thrown) {
                thrown.printStackTrace();
            }

            @Override
            public void onCompleted() {
                last.run();
            }
        };
    }

    private static MethodDescriptor<Integer, Integer> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<Integer, Integer>newBuilder(new OneByte(), new OneByte())
                .setFullMethodName(name)
                .setType(type)
                .build();
    }

    /** What is done with a message. */
    private interface Each {
        void of(int value);
    }

    /**
     * Calls the peer once, before {@link #GET}.
     *
     * <p>Threading: many at once.
     */
    private static final class Intercepting implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (call.getMethodDescriptor().getFullMethodName().equals(GET)) {
                Calls.call(intercepted);
            }
            return next.startCall(call, headers);
        }
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
