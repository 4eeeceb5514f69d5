// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A task is handed over to the ForkJoinPool of the thread.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ForkAdvice {
    private ForkAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object task) throws Throwable {
        Tasks.forked(null, task);
    }
}
