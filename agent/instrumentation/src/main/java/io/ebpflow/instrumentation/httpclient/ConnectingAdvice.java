// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;

/**
 * As {@link ConnectedAdvice}, for JDK 11: the socket is about to be asked whether it is connected, and knows both addresses.
 *
 * <p>Threading: inlined into the JDK; runs in its selector thread.
 */
final class ConnectingAdvice {
    private ConnectingAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.FieldValue("this$0") HttpConnection connection) throws Throwable {
        Connections.sequential(connection.channel());
    }
}
