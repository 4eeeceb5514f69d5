// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.kafka;

import io.ebpflow.bridge.Messages;
import io.ebpflow.bridge.RequestTable;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message is taken, by the name of its topic. Other things than messages are taken from iterators of this base, too.
 *
 * <p>Threading: inlined into the Kafka client; runs in the application's threads.
 */
final class NextAdvice {
    private NextAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return Object taken) throws Throwable {
        if (taken instanceof ConsumerRecord) {
            Messages.next(RequestTable.KAFKA, ((ConsumerRecord<?, ?>) taken).topic());
        }
    }
}
