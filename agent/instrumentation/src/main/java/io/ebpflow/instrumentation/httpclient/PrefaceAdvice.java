// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Connections;
import net.bytebuddy.asm.Advice;

/**
 * Before the first bytes of HTTP/2.
 *
 * <p>Threading: inlined into the JDK; runs in its threads.
 */
final class PrefaceAdvice {
    private PrefaceAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.FieldValue("connection") HttpConnection connection) throws Throwable {
        Connections.multiplexed(connection.channel());
    }
}
