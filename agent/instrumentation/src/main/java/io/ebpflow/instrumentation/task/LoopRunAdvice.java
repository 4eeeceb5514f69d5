// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import io.netty.util.concurrent.ScheduledFuture;
import net.bytebuddy.asm.Advice;

/**
 * An event loop of Netty runs what it was given.
 *
 * <p>Threading: inlined into Netty; runs in the application's threads.
 */
final class LoopRunAdvice {
    private LoopRunAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) Runnable task) throws Throwable {
        return task instanceof ScheduledFuture ? Tasks.enterShared() : Tasks.enterQueued(task);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Tasks.exit(previous);
    }
}
