// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.okhttp;

import io.ebpflow.bridge.Connections;
import java.net.Socket;
import net.bytebuddy.asm.Advice;

/**
 * Before a connection of OkHttp speaks HTTP/2.
 *
 * <p>Threading: inlined into OkHttp; runs in the application's threads.
 */
final class Http2Advice {
    private Http2Advice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.FieldValue("rawSocket") Socket socket) throws Throwable {
        Connections.multiplexed(socket);
    }
}
