// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import java.net.InetSocketAddress;
import net.bytebuddy.asm.Advice;

/**
 * Around the send of a datagram to a named peer.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class DatagramSendAdvice {
    private DatagramSendAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter() throws Throwable {
        return Bridge.enterDatagram();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter int token, @Advice.Argument(2) InetSocketAddress target) throws Throwable {
        Bridge.datagramSent(target);
        Bridge.exitIo(token);
    }
}
