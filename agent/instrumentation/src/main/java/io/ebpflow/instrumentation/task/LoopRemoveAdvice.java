// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * What an event loop of Netty was given will not run: it ends.
 *
 * <p>Threading: inlined into Netty; runs in the application's threads.
 */
final class LoopRemoveAdvice {
    private LoopRemoveAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) Runnable task, @Advice.Return boolean isRemoved) throws Throwable {
        if (isRemoved) {
            Tasks.rejected(task);
        }
    }
}
