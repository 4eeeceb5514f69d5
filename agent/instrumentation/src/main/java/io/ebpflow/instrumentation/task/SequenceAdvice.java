// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * Something is to run after all that waits already. What empties the queue, which may be started for it, works for nobody.
 *
 * <p>Threading: inlined into the library; runs in the application's threads.
 */
final class SequenceAdvice {
    private SequenceAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) Runnable task) throws Throwable {
        Tasks.submitted(task);
        return Tasks.enterShared();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Tasks.exit(previous);
    }
}
