// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * An executor does not want the task that it is being given.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class RejectAdvice {
    private RejectAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) Runnable task) throws Throwable {
        Tasks.rejected(task);
    }
}
