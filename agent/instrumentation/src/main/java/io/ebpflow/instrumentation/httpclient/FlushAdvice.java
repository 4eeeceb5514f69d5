// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * A connection of HTTP/2 writes what there is, of all its exchanges.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class FlushAdvice {
    private FlushAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter() throws Throwable {
        return Tasks.enterShared();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Tasks.exit(previous);
    }
}
