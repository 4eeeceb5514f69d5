// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.kafka;

import io.ebpflow.bridge.Messages;
import net.bytebuddy.asm.Advice;

/**
 * All messages have been taken, and the last one worked off: the loop asks for the next.
 *
 * <p>Threading: inlined into the Kafka client; runs in the application's threads.
 */
final class AllDoneAdvice {
    private AllDoneAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return Object next) throws Throwable {
        if (next == null) {
            Messages.end();
        }
    }
}
