// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * Something is to run later in an event loop of Netty. What has a period works for nobody.
 *
 * <p>Threading: inlined into Netty; runs in the application's threads.
 */
final class LoopScheduledAdvice {
    private LoopScheduledAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object task, @Advice.FieldValue("periodNanos") long periodNs) throws Throwable {
        if (periodNs == 0) {
            Tasks.registered(task);
        }
    }
}
