// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jobs;

import io.ebpflow.bridge.Tasks;
import java.util.TimerTask;
import net.bytebuddy.asm.Advice;

/**
 * Before a timer runs a task, which is still the first of its queue. One that was cancelled does not run: the next turn
 * begins at once.
 *
 * <p>Threading: inlined into the JDK; runs in the timer's thread.
 */
final class TimerTaskAdvice {
    private TimerTaskAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.FieldValue("queue") TimerTask[] queue) throws Throwable {
        Tasks.timerRuns(queue[1]);
    }
}
