// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A thread of a pool has run a task and waits for the next one. In each turn, rather than around the run: the loop of a thread that
 * is older than the agent stays as it is.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class NextTaskAdvice {
    private NextTaskAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() throws Throwable {
        Tasks.taken(null);
    }

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return Runnable task) throws Throwable {
        Tasks.taken(task);
    }
}
