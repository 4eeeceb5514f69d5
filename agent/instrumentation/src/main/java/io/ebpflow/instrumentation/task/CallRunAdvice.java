// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A call of OkHttp has its turn: on behalf of who made it, whoever has handed it over.
 *
 * <p>Threading: inlined into OkHttp; runs in the application's threads.
 */
final class CallRunAdvice {
    private CallRunAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("this$0") Object call) throws Throwable {
        return Tasks.enterStage(call);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous, @Advice.FieldValue("this$0") Object call) throws Throwable {
        Tasks.exitStage(previous, call, true);
    }
}
