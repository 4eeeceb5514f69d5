// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.grpc;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Servers of grpc-java, whatever their transport, tested with 1.76, 1.85 (by hand with 1.20 and 1.40): where a call is handed to the
 * application's interceptors and its service, and where that hears of messages, the end of the client's, and the end of the
 * call, each on whichever thread the server's executor gives it.
 *
 * <p>Threading: immutable.
 */
public final class GrpcServer {
    private GrpcServer() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "io.grpc.internal.ServerImpl$ServerTransportListenerImpl",
                        StartCallAdvice.class,
                        named("startWrappedCall").and(takesArgument(0, String.class))),
                Hook.onLoad(
                        "io.grpc.internal.ServerCallImpl$ServerStreamListenerImpl",
                        CallbackAdvice.class,
                        namedOneOf("messagesAvailable", "halfClosed", "closed", "onReady")));
    }
}
