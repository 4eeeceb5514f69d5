// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Servers of HTTP/1 on Netty, tested with 4.1 and 4.2: a decoder hands what it has decoded, which is of one request, to the handlers
 * behind it before it decodes more. So its thread serves this request from the end of decode() to the next one, or to where the base
 * of all decoders has returned. The base comes first: what no one takes back is not to be begun.
 *
 * <p>Threading: immutable.
 */
public final class NettyHttpServer {
    private NettyHttpServer() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "io.netty.handler.codec.ByteToMessageDecoder",
                        DecoderAdvice.class,
                        namedOneOf("channelRead", "channelInactive", "userEventTriggered", "handlerRemoved")),
                Hook.onLoad(
                        "io.netty.handler.codec.ByteToMessageDecoder",
                        DecoderRemovedAdvice.class,
                        named("handlerRemoved")),
                Hook.onLoad(
                        "io.netty.handler.codec.http.HttpObjectDecoder",
                        DecodeAdvice.class,
                        named("decode").and(takesArguments(3))));
    }
}
