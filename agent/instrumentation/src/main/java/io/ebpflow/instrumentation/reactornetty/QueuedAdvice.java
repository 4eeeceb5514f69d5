// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.reactornetty;

import io.ebpflow.bridge.ServerRequests;
import io.netty.handler.codec.http.HttpContent;
import net.bytebuddy.asm.Advice;

/**
 * A request waits until the former one of its connection is over; so may parts of its body, for which it stands.
 *
 * <p>Threading: inlined into Reactor Netty; runs in its event loops.
 */
final class QueuedAdvice {
    private QueuedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(1) Object queued) throws Throwable {
        if (!(queued instanceof HttpContent)) {
            ServerRequests.keep(queued, false);
        }
    }
}
