// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.netty;

import io.ebpflow.bridge.Connections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import net.bytebuddy.asm.Advice;

/**
 * Before a handler of a multiplexing protocol does anything on a connection: when it is put into the pipeline, or when its
 * channel becomes active, whichever is later. Works for every transport, since the channel is asked for its addresses.
 *
 * <p>Threading: inlined into the library; runs in the channel's event loop.
 */
public final class ActiveAdvice {
    private ActiveAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) ChannelHandlerContext context) throws Throwable {
        Channel channel = context.channel();
        if (channel.isActive()) {
            Connections.multiplexed(channel.localAddress(), channel.remoteAddress());
        }
    }
}
