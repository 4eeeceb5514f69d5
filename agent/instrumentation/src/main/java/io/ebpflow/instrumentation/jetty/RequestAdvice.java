// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jetty;

import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.http.MetaData;

/**
 * The head of a request was read; the channel, which serves one after the other, stands for this one now.
 *
 * <p>Threading: inlined into Jetty; runs in the application's threads.
 */
final class RequestAdvice {
    private RequestAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object channel, @Advice.Argument(0) MetaData.Request request) {
        ServerRequests.announce(channel, request.getMethod());
    }
}
