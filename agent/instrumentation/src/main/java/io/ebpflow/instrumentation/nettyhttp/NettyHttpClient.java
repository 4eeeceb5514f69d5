// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Clients of HTTP/1 on Netty, tested with 4.1 and 4.2: a codec that has answers read to their end before it sends the next request
 * has one at a time on its connection. Whether a client pipelines is up to who uses the codec, so each request is looked at.
 * Reactor Netty, Vert.x and others have this codec; one that decoder and encoder are put together for by hand is not vouched
 * for.
 *
 * <p>Threading: immutable.
 */
public final class NettyHttpClient {
    private static final String CODEC = "io.netty.handler.codec.http.HttpClientCodec";

    private NettyHttpClient() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "io.netty.channel.CombinedChannelDuplexHandler",
                        RemovedAdvice.class,
                        named("handlerRemoved").and(takesArguments(1))),
                Hook.onLoad(
                        CODEC + "$Encoder",
                        ClientEncodeAdvice.class,
                        named("encode").and(takesArguments(3))),
                Hook.onLoad(
                        CODEC + "$Decoder",
                        ClientDecodeAdvice.class,
                        named("decode").and(takesArguments(3))),
                Hook.onLoad(CODEC + "$Decoder", ClientOpenedAdvice.class, isConstructor()));
    }
}
