// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import io.ebpflow.bridge.Pipelines;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import net.bytebuddy.asm.Advice;

/**
 * A handler leaves its pipeline: that of a connection that ends, or goes on otherwise.
 *
 * <p>Threading: inlined into Netty; runs in its event loops.
 */
final class RemovedAdvice {
    private RemovedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object handler, @Advice.Argument(0) ChannelHandlerContext context) throws Throwable {
        Channel channel = context.channel();
        Pipelines.left(handler, channel.isActive(), channel.localAddress(), channel.remoteAddress());
    }
}
