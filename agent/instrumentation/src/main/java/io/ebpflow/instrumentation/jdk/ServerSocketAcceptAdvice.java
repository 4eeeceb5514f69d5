// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import java.net.Socket;
import net.bytebuddy.asm.Advice;

/**
 * java.net.ServerSocket accepted a connection, also on behalf of SSLServerSocket.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class ServerSocketAcceptAdvice {
    private ServerSocketAcceptAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) Socket socket) throws Throwable {
        Bridge.accepted(socket);
    }
}
