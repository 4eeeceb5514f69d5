// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.StartedThreads;
import net.bytebuddy.asm.Advice;

/**
 * A thread has ended, and its carrier, if it was virtual, has left it.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ThreadEndAdvice {
    private ThreadEndAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread thread) throws Throwable {
        StartedThreads.ended(thread);
    }
}
