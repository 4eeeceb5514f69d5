// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A thread of a pool begins its work, most often with a task that was not queued.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class WorkerAdvice {
    private WorkerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.FieldValue("firstTask") Runnable task) throws Throwable {
        Tasks.taken(task);
    }
}
