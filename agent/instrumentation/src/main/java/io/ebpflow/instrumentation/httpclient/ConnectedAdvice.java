// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;

/**
 * A connection is established, and not used yet: one of HTTP/1.1 is lent to one exchange at a time, and what TLS does before is
 * one at a time as well.
 *
 * <p>Threading: inlined into the JDK; runs in its threads.
 */
final class ConnectedAdvice {
    private ConnectedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This HttpConnection connection) throws Throwable {
        Connections.sequential(connection.channel());
    }
}
