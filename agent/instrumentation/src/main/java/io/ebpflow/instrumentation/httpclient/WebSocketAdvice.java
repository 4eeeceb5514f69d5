// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;

/**
 * After the handshake of a WebSocket, whose messages are no requests and answers.
 *
 * <p>Threading: inlined into the JDK; runs in its threads.
 */
final class WebSocketAdvice {
    private WebSocketAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) HttpConnection connection) throws Throwable {
        Connections.multiplexed(connection.channel());
    }
}
