// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jetty;

import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * A request has come to the servlets of Jetty 12 in their older forms, which have a channel of their own for it.
 *
 * <p>Threading: inlined into Jetty; runs in the application's threads.
 */
final class NestedAdvice {
    private NestedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object channel) throws Throwable {
        ServerRequests.keep(channel, true);
    }
}
