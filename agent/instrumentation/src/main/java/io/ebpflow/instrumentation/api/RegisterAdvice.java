// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.api;

import io.ebpflow.bridge.Subscriptions;
import java.util.Map;
import java.util.function.Consumer;
import net.bytebuddy.asm.Advice;

/**
 * Takes a subscription of the API.
 *
 * <p>Threading: inlined into the API; runs in the application's threads.
 */
final class RegisterAdvice {
    private RegisterAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
            @Advice.Argument(0) Map<String, Object> filter,
            @Advice.Argument(1) Consumer<Map<String, Object>> receiver,
            @Advice.Return(readOnly = false) Object subscription) {
        subscription = Subscriptions.add(filter, receiver);
    }
}
