// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A call of OkHttp is about to wait for its turn. Known by the call itself: what is handed to a pool is its inner object.
 *
 * <p>Threading: inlined into OkHttp; runs in the application's threads.
 */
final class CallCreatedAdvice {
    private CallCreatedAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.FieldValue("this$0") Object call) throws Throwable {
        Tasks.registered(call);
    }
}
