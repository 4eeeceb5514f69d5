// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.api;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Ends a request for the API.
 *
 * <p>Threading: inlined into the API; runs in the application's threads.
 */
final class EndAdvice {
    private EndAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) long request, @Advice.Argument(1) long previous) throws Throwable {
        Requests.end(request, previous);
    }
}
