// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;

/**
 * As {@link StageAdvice}, of a stage that makes another future: it has run, too, when it waits for that one. A stage that no executor
 * runs is marked as it begins to.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ComposeAdvice {
    private ComposeAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
            @Advice.This ForkJoinTask<?> stage,
            @Advice.Argument(0) int mode,
            @Advice.FieldValue("executor") Executor executor,
            @Advice.Local("runsHere") boolean runsHere)
            throws Throwable {
        runsHere = mode > 0 || executor == null && stage.getForkJoinTaskTag() == 0;
        return Tasks.enterStage(stage);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter long previous,
            @Advice.This ForkJoinTask<?> stage,
            @Advice.FieldValue("dep") CompletableFuture<?> dep,
            @Advice.Local("runsHere") boolean runsHere)
            throws Throwable {
        Tasks.exitStage(previous, stage, dep == null || runsHere && stage.getForkJoinTaskTag() != 0);
    }
}
