// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.StartedThreads;
import net.bytebuddy.asm.Advice;

/**
 * A virtual thread is about to start.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class VirtualThreadStartAdvice {
    private VirtualThreadStartAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Thread thread) throws Throwable {
        StartedThreads.virtualStarts(thread);
    }
}
