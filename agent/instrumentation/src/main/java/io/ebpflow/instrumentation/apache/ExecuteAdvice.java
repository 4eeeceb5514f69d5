// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.apache;

import io.ebpflow.bridge.Connections;
import java.util.Queue;
import net.bytebuddy.asm.Advice;
import org.apache.hc.core5.http.HttpConnection;

/**
 * A request of HTTP/1.1 is about to be sent, perhaps before the answer to another one has begun or ended. That is as rare as
 * clients that are made for it.
 *
 * <p>Threading: inlined into the library; runs in its I/O threads.
 */
final class ExecuteAdvice {
    private ExecuteAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.This HttpConnection connection,
            @Advice.FieldValue("pipeline") Queue<?> unanswered,
            @Advice.FieldValue("incoming") Object answer)
            throws Throwable {
        if (answer != null || !unanswered.isEmpty()) {
            Connections.pipelined(connection.getLocalAddress(), connection.getRemoteAddress());
        }
    }
}
