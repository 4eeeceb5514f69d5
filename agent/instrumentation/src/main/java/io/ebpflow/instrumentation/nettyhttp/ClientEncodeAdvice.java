// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import io.ebpflow.bridge.Pipelines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequest;
import net.bytebuddy.asm.Advice;

/**
 * A request is about to be written, or a part of its body. The addresses are those that the channel keeps: nobody is asked.
 *
 * <p>Threading: inlined into Netty; runs in its event loops.
 */
final class ClientEncodeAdvice {
    private ClientEncodeAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.FieldValue("this$0") HttpClientCodec codec,
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(1) Object message)
            throws Throwable {
        if (message instanceof HttpRequest) {
            Channel channel = context.channel();
            Pipelines.asks(codec, channel.localAddress(), channel.remoteAddress());
        }
    }
}
