// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * An executor is given a task, which may wait in it already.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class SubmitAdvice {
    private SubmitAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) Runnable task) throws Throwable {
        Tasks.submitted(task);
    }
}
