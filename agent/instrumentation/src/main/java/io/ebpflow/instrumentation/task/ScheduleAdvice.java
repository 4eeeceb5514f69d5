// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import java.util.concurrent.RunnableScheduledFuture;
import net.bytebuddy.asm.Advice;

/**
 * A task is to run later. What runs again and again works for nobody.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ScheduleAdvice {
    private ScheduleAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) RunnableScheduledFuture<?> task) throws Throwable {
        if (!task.isPeriodic()) {
            Tasks.created(task);
        }
    }
}
