// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.netty;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * HTTP/2 of Netty, at either end, tested with 4.1 and 4.2: the base of every handler that speaks it (Http2FrameCodec, that of gRPC, of
 * Reactor Netty, of Vert.x), put into the pipeline when the protocol is known. gRPC also has a copy of all Netty in
 * grpc-netty-shaded.
 *
 * <p>Threading: immutable.
 */
public final class NettyHttp2 {
    private static final String HANDLER = "io.netty.handler.codec.http2.Http2ConnectionHandler";
    private static final String SHADED = "io.grpc.netty.shaded.";

    private NettyHttp2() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(hook(""), hook(SHADED));
    }

    private static Hook hook(String copy) {
        return Hook.onLoad(
                copy + HANDLER,
                ActiveAdvice.class,
                namedOneOf("handlerAdded", "channelActive").and(takesArguments(1)),
                copy.isEmpty() ? "" : "io.netty.",
                copy + "io.netty.");
    }
}
