// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import java.net.InetAddress;
import net.bytebuddy.asm.Advice;

/**
 * Around connect(2): who connects, and the failures that the kernel has no event for.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ConnectAdvice {
    private ConnectAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(2) InetAddress remote) throws Throwable {
        return Bridge.enterConnect(remote);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter long startedNs,
            @Advice.Argument(2) InetAddress remote,
            @Advice.Argument(3) int port,
            @Advice.Thrown Throwable thrown)
            throws Throwable {
        Bridge.exitConnect(startedNs, remote, port, thrown);
    }
}
