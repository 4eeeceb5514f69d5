// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A library starts a thread or a loop, for all that it will ever be given.
 *
 * <p>Threading: inlined into the library; runs in the application's threads.
 */
final class CleanAdvice {
    private CleanAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() throws Throwable {
        return Tasks.enterShared();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Tasks.exit(previous);
    }
}
