// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jettyclient;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;

/**
 * A connection of HTTP/1.1 goes on with another protocol: a WebSocket, HTTP/2, whatever is behind a proxy.
 *
 * <p>Threading: inlined into Jetty; runs in its threads.
 */
final class UpgradeAdvice {
    private UpgradeAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This AbstractConnection connection) throws Throwable {
        EndPoint endPoint = connection.getEndPoint();
        Connections.multiplexed(endPoint.getLocalSocketAddress(), endPoint.getRemoteSocketAddress());
    }
}
