// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * A server channel accepted a connection, blocking, selected or asynchronous.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ServerChannelAcceptAdvice {
    private ServerChannelAcceptAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
            @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object remote,
            @Advice.FieldValue(value = "localAddress", typing = Assigner.Typing.DYNAMIC) Object local)
            throws Throwable {
        Bridge.accepted(remote, local);
    }
}
