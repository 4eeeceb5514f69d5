// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import net.bytebuddy.asm.Advice;

/**
 * Around the native reads and writes of a socket: who is about to do it.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class SocketIoAdvice {
    private SocketIoAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter() throws Throwable {
        return Bridge.enterIo();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter int token) {
        Bridge.exitIo(token);
    }
}
