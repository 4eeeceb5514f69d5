// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.undertow;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * Around what the container runs for an exchange outside of its handlers: listeners, and what {@code AsyncContext.start} was given.
 *
 * <p>Threading: inlined into Undertow; runs in the application's threads.
 */
final class TaskAdvice {
    private TaskAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) Object exchange) throws Throwable {
        return ServerRequests.resume(exchange);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
