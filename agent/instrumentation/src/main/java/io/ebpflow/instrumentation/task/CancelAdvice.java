// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A task that was to run later will not, and may leave its queue.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class CancelAdvice {
    private CancelAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object task) {
        Tasks.done(task);
    }
}
