// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import java.net.InetSocketAddress;
import net.bytebuddy.asm.Advice;

/**
 * The JDK has decoded who sent the datagram it has just received.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class DatagramSourceAdvice {
    private DatagramSourceAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Return InetSocketAddress sender) throws Throwable {
        Bridge.datagramReceived(sender);
    }
}
