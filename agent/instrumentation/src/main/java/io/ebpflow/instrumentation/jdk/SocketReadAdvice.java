// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import io.ebpflow.bridge.SocketCalls;
import java.io.FileDescriptor;
import net.bytebuddy.asm.Advice;

/**
 * Around the native reads of a socket: who is about to do it, and how it came there if the answer was long in coming.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class SocketReadAdvice {
    private SocketReadAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter() throws Throwable {
        return Bridge.enterIo();
    }

    /** @param count an int for some of the methods, 0 of one that throws */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter int token, @Advice.Argument(0) FileDescriptor descriptor, @Advice.Return long count)
            throws Throwable {
        SocketCalls.exitRead(token, descriptor, count);
    }
}
