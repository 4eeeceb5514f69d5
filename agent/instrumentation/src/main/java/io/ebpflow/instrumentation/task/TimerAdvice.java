// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import java.util.TimerTask;
import net.bytebuddy.asm.Advice;

/**
 * A task is given to a Timer. What has a period works for nobody.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class TimerAdvice {
    private TimerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) TimerTask task, @Advice.Argument(2) long periodMs) throws Throwable {
        if (periodMs == 0) {
            Tasks.created(task);
        }
    }
}
