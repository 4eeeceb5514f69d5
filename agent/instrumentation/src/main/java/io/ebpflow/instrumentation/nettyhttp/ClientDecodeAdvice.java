// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import io.ebpflow.bridge.Connections;
import io.ebpflow.bridge.Pipelines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import net.bytebuddy.asm.Advice;

/**
 * A part of an answer was decoded. What is only informational is followed by the answer, except that the protocol is another
 * one from here on.
 *
 * <p>Threading: inlined into Netty; runs in its event loops.
 */
final class ClientDecodeAdvice {
    private ClientDecodeAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter(@Advice.Argument(2) List<?> out) throws Throwable {
        return out.size();
    }

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
            @Advice.FieldValue("this$0") HttpClientCodec codec,
            @Advice.Argument(0) ChannelHandlerContext context,
            @Advice.Argument(2) List<?> out,
            @Advice.Enter int start)
            throws Throwable {
        if (out.size() <= start || !(out.get(out.size() - 1) instanceof LastHttpContent)) {
            return;
        }
        Object first = out.get(start);
        int status =
                first instanceof HttpResponse ? ((HttpResponse) first).status().code() : 0;
        if (status == 101) {
            Channel channel = context.channel();
            Connections.multiplexed(channel.localAddress(), channel.remoteAddress());
        } else if (status < 100 || status >= 200) {
            Pipelines.answered(codec);
        }
    }
}
