// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.tomcat;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;

/**
 * Around whatever the container does for an asynchronous request later: a dispatch, the end, a listener, an error.
 *
 * <p>Threading: inlined into Tomcat; runs in the application's threads.
 */
final class AsyncDispatchAdvice {
    private AsyncDispatchAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) Object coyoteRequest) throws Throwable {
        return ServerRequests.resume(coyoteRequest);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
