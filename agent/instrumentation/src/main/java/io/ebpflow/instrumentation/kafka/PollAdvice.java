// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.kafka;

import io.ebpflow.bridge.Messages;
import net.bytebuddy.asm.Advice;

/**
 * The thread polls for more messages.
 *
 * <p>Threading: inlined into the Kafka client; runs in the application's threads.
 */
final class PollAdvice {
    private PollAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() throws Throwable {
        Messages.poll();
    }
}
