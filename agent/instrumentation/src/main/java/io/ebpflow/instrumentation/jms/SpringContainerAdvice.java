// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jms;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Around a message, from the listener to the commit of its session. By the name that the container was given; one that was
 * given a destination instead has that of the provider, if any.
 *
 * <p>Threading: inlined into Spring; runs in the container's threads.
 */
final class SpringContainerAdvice {
    private SpringContainerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("destination") Object destination) throws Throwable {
        if (!(destination instanceof String)) {
            return -1; // nothing to take back
        }
        return Requests.enter(RequestTable.JMS, null, (String) destination);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
