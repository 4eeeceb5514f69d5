// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A stage of a CompletableFuture is registered, to run now or later.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class StageCreatedAdvice {
    private StageCreatedAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object stage) throws Throwable {
        Tasks.registered(stage);
    }
}
