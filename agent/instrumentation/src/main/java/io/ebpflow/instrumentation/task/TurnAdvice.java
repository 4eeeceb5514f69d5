// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * What somebody waits for, a connection of a pool or the turn of a task, has come: on behalf of who asked, whoever it comes from.
 *
 * <p>Threading: inlined into the library; runs in the application's threads.
 */
final class TurnAdvice {
    private TurnAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Object waiting) throws Throwable {
        return Tasks.enterStage(waiting);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous, @Advice.This Object waiting) throws Throwable {
        Tasks.exitStage(previous, waiting, true);
    }
}
