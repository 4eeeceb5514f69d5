// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.StartedThreads;
import net.bytebuddy.asm.Advice;

/**
 * A platform thread is about to start.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ThreadStartAdvice {
    private ThreadStartAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread thread) throws Throwable {
        StartedThreads.starts(thread);
    }
}
