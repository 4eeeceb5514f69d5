// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jms;

import io.ebpflow.bridge.ServletMappings;
import net.bytebuddy.asm.Advice;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;

/**
 * Before a consumer is given a listener: what calls that does not know what the consumer has subscribed to, which may be a pattern.
 * It knows the consumer of the client's core.
 *
 * <p>Threading: inlined into Artemis; runs in the application's threads, once for each listener.
 */
final class ArtemisConsumerAdvice {
    private ArtemisConsumerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.FieldValue("consumer") Object consumer,
            @Advice.FieldValue("destination") ActiveMQDestination destination) {
        if (destination != null && ServletMappings.of(consumer) == null) {
            String name = destination.isTemporary() ? "(temporary)" : destination.getName();
            ServletMappings.put(consumer, new String[] {name});
        }
    }
}
