// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jetty;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * Around whatever a thread does for the request of a channel: the first time, and each time that an asynchronous one comes back.
 *
 * <p>Threading: inlined into Jetty; runs in the application's threads.
 */
final class HandleAdvice {
    private HandleAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Object channel) throws Throwable {
        return ServerRequests.resume(channel);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
