// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jetty;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * Around the handlers of Jetty 12, called by an inner class of the channel.
 *
 * <p>Threading: inlined into Jetty; runs in the application's threads.
 */
final class InvokerAdvice {
    private InvokerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("this$0") Object channel) throws Throwable {
        return ServerRequests.resume(channel);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
