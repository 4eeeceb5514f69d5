// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.undertow;

import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * An exchange is complete.
 *
 * <p>Threading: inlined into Undertow; runs in the application's threads.
 */
final class EndAdvice {
    private EndAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object exchange) {
        ServerRequests.forget(exchange);
    }
}
