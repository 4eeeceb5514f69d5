// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.apache;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpConnection;

/**
 * Before the preface of HTTP/2.
 *
 * <p>Threading: inlined into the library; runs in its I/O threads.
 */
final class ConnectAdvice {
    private ConnectAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This HttpConnection connection) throws Throwable {
        Connections.multiplexed(connection.getLocalAddress(), connection.getRemoteAddress());
    }
}
