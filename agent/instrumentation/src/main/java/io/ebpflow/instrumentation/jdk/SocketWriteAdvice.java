// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.SocketCalls;
import java.io.FileDescriptor;
import net.bytebuddy.asm.Advice;

/**
 * Around the native writes of a socket: who is about to do it, and by which code path.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class SocketWriteAdvice {
    private SocketWriteAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter(@Advice.Argument(0) FileDescriptor descriptor) throws Throwable {
        return SocketCalls.enterWrite(descriptor);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter int token) {
        SocketCalls.exitWrite(token);
    }
}
