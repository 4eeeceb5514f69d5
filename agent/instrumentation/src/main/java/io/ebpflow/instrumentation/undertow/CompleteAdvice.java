// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.undertow;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * Around the end of an asynchronous request, which sends the answer.
 *
 * <p>Threading: inlined into Undertow; runs in the application's threads.
 */
final class CompleteAdvice {
    private CompleteAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("exchange") Object exchange) throws Throwable {
        return ServerRequests.resume(exchange);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
