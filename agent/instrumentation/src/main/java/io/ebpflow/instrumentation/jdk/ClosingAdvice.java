// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import net.bytebuddy.asm.Advice;

/**
 * Before a connection is closed or half-closed: FIN is sent by the native method Net.shutdown(), which no hook can be put
 * into, and a thread that does nothing else would be known by the 15 bytes of its kernel name.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ClosingAdvice {
    private ClosingAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() throws Throwable {
        Bridge.enterThread();
    }
}
