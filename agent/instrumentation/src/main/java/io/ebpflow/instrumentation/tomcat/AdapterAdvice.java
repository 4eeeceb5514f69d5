// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.tomcat;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Around a request, from the first byte that the container looks at to the last that it does for it on this thread.
 *
 * <p>Threading: inlined into Tomcat; runs in the application's threads.
 */
final class AdapterAdvice {
    private AdapterAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() throws Throwable {
        return Requests.enterHttp(null, null);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
