// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A subscription goes on in a pool: on behalf of who subscribed, whoever has produced what is passed on first. It is over with the
 * last element. Of a source that has its elements ready, which is a {@code sourceMode} of 1, nobody can see when that was: its entry goes
 * when the subscription does.
 *
 * <p>Threading: inlined into the library; runs in the application's threads.
 */
final class SubscriptionAdvice {
    private SubscriptionAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Object subscription) throws Throwable {
        return Tasks.enterStage(subscription);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter long previous,
            @Advice.This Object subscription,
            @Advice.FieldValue("done") boolean isDone,
            @Advice.FieldValue("sourceMode") int sourceMode)
            throws Throwable {
        Tasks.exitStage(previous, subscription, isDone && sourceMode != 1);
    }
}
