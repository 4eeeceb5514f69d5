// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jms;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServletMappings;
import net.bytebuddy.asm.Advice;

/**
 * Around a message, from the client's queue through the listener to its acknowledgement.
 *
 * <p>Threading: inlined into Artemis; runs in the client's threads.
 */
final class ArtemisListenerAdvice {
    private ArtemisListenerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("consumer") Object consumer) throws Throwable {
        String[] name = ServletMappings.of(consumer);
        return name == null ? -1 : Requests.enter(RequestTable.JMS, null, name[0]); // -1: nothing to take back
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
