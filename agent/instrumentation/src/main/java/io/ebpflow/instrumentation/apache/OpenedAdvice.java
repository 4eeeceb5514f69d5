// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.apache;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexer;

/**
 * Before the first request of a client's connection of HTTP/1.1: they are one at a time until {@link ExecuteAdvice}.
 *
 * <p>Threading: inlined into the library; runs in its I/O threads.
 */
final class OpenedAdvice {
    private OpenedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This HttpConnection connection) throws Throwable {
        if (connection instanceof ClientHttp1StreamDuplexer) {
            Connections.sequential(connection.getLocalAddress(), connection.getRemoteAddress());
        }
    }
}
