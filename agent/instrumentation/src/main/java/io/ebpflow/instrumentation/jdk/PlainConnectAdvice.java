// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import java.net.InetAddress;
import net.bytebuddy.asm.Advice;

/**
 * Around the connect of java.net.Socket before JDK 13.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class PlainConnectAdvice {
    private PlainConnectAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) InetAddress remote) throws Throwable {
        return Bridge.enterConnect(remote);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter long startedNs,
            @Advice.Argument(0) InetAddress remote,
            @Advice.Argument(1) int port,
            @Advice.Thrown Throwable thrown)
            throws Throwable {
        Bridge.exitConnect(startedNs, remote, port, thrown);
    }
}
