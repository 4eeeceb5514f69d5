// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import java.util.concurrent.CompletableFuture;
import net.bytebuddy.asm.Advice;

/**
 * A stage of a CompletableFuture tries to run. It is done when it has let go of the future it completes.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class StageAdvice {
    private StageAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Object stage) throws Throwable {
        return Tasks.enterStage(stage);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter long previous, @Advice.This Object stage, @Advice.FieldValue("dep") CompletableFuture<?> dep)
            throws Throwable {
        Tasks.exitStage(previous, stage, dep == null);
    }
}
