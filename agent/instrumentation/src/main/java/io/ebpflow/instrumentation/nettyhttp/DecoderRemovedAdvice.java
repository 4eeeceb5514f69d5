// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * A decoder has left its connection, which may be over: it stands for no request any more.
 *
 * <p>Threading: inlined into Netty; runs in its event loops.
 */
final class DecoderRemovedAdvice {
    private DecoderRemovedAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.This Object decoder) throws Throwable {
        ServerRequests.forget(decoder);
    }
}
