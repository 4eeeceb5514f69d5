// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import net.bytebuddy.asm.Advice;

/**
 * At the end of a method that may call Net.shutdown(): if that threw, the carrier's slot still names the virtual thread.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ShutdownAdvice {
    private ShutdownAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit() {
        Bridge.exitShutdown();
    }
}
