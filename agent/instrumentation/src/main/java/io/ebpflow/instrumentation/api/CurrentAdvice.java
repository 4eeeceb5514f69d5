// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.api;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Answers for the API which request this thread serves.
 *
 * <p>Threading: inlined into the API; runs in the application's threads.
 */
final class CurrentAdvice {
    private CurrentAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return(readOnly = false) long request) throws Throwable {
        request = Requests.current();
    }
}
