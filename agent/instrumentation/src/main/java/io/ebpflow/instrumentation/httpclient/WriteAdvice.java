// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * An exchange of HTTP/1.1 is written, by whichever thread the connection has at hand.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class WriteAdvice {
    private WriteAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Object writer) throws Throwable {
        return Tasks.enterStage(writer);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Tasks.exit(previous);
    }
}
