// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import io.netty.util.concurrent.ScheduledFuture;
import net.bytebuddy.asm.Advice;

/**
 * An event loop of Netty is given a task. What is scheduled is known since it was made.
 *
 * <p>Threading: inlined into Netty; runs in the application's threads.
 */
final class LoopSubmitAdvice {
    private LoopSubmitAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) Runnable task) throws Throwable {
        if (!(task instanceof ScheduledFuture)) {
            Tasks.submitted(task);
        }
    }
}
