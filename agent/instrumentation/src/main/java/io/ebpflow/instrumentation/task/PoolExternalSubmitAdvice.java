// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A ForkJoinPool is given a task, as its methods say before JDK 19.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class PoolExternalSubmitAdvice {
    private PoolExternalSubmitAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object pool, @Advice.Argument(0) Object task) throws Throwable {
        Tasks.forked(pool, task);
    }
}
