// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.kafka;

import io.ebpflow.bridge.Messages;
import net.bytebuddy.asm.Advice;

/**
 * A consumer is closed, by the thread that has polled, as a rule.
 *
 * <p>Threading: inlined into the Kafka client; runs in the application's threads.
 */
final class CloseAdvice {
    private CloseAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() throws Throwable {
        Messages.close();
    }
}
