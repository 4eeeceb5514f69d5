// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import net.bytebuddy.asm.Advice;

/**
 * Around the receive of a datagram; its sender is asked for afterwards, by the same frame.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class DatagramReceiveAdvice {
    private DatagramReceiveAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter() throws Throwable {
        return Bridge.enterDatagram();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter int token) {
        Bridge.exitIo(token);
    }
}
