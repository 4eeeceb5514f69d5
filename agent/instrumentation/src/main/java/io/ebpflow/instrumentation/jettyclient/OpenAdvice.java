// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jettyclient;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;

/**
 * Before the first request of a connection of HTTP/1.1.
 *
 * <p>Threading: inlined into Jetty; runs in its threads.
 */
final class OpenAdvice {
    private OpenAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This AbstractConnection connection) throws Throwable {
        EndPoint endPoint = connection.getEndPoint();
        Connections.sequential(endPoint.getLocalSocketAddress(), endPoint.getRemoteSocketAddress());
    }
}
