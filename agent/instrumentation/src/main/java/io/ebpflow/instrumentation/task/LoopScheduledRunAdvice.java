// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import java.util.concurrent.Future;
import net.bytebuddy.asm.Advice;

/**
 * It may be its time, or the loop has only just got it and lets it wait.
 *
 * <p>Threading: inlined into Netty; runs in the application's threads.
 */
final class LoopScheduledRunAdvice {
    private LoopScheduledRunAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Object task) throws Throwable {
        return Tasks.enterStage(task);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous, @Advice.This Future<?> task) throws Throwable {
        Tasks.exitStage(previous, task, task.isDone());
    }
}
