// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.reactornetty;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import java.util.Queue;
import net.bytebuddy.asm.Advice;

/**
 * The request that has waited longest is begun, with what there is of its body: one each time.
 *
 * <p>Threading: inlined into Reactor Netty; runs in its event loops.
 */
final class NextAdvice {
    private NextAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("pipelined") Queue<Object> queue) throws Throwable {
        Object next = queue == null ? null : queue.peek();
        if (next == null) {
            return Requests.current();
        }
        long previous = ServerRequests.resume(next);
        ServerRequests.forget(next);
        return previous;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
