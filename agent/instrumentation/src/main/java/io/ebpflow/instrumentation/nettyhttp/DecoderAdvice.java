// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.nettyhttp;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Around all that a decoder does at one time, and the handlers behind it: then the thread works for whom it did before.
 *
 * <p>Threading: inlined into Netty; runs in its event loops.
 */
final class DecoderAdvice {
    private DecoderAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() throws Throwable {
        return Requests.current();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
