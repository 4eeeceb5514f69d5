// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jms;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import java.util.concurrent.atomic.AtomicReference;
import net.bytebuddy.asm.Advice;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;

/**
 * Around a message, from the client's queue through the listener to its acknowledgement. By what the consumer has subscribed
 * to, which may be a pattern; a temporary queue has another name each time. Without a listener the message is only queued.
 *
 * <p>Threading: inlined into ActiveMQ; runs in the client's threads.
 */
final class ActiveMqAdvice {
    private ActiveMqAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(
            @Advice.FieldValue("messageListener") AtomicReference<?> listener,
            @Advice.FieldValue("info") ConsumerInfo info)
            throws Throwable {
        if (listener.get() == null) {
            return -1; // nothing to take back
        }
        ActiveMQDestination destination = info.getDestination();
        return Requests.enter(
                RequestTable.JMS, null, destination.isTemporary() ? "(temporary)" : destination.getPhysicalName());
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
