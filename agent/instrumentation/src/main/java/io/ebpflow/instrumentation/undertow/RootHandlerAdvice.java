// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.undertow;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import io.undertow.server.HttpServerExchange;
import net.bytebuddy.asm.Advice;

/**
 * Around the handlers of an exchange, on the I/O thread and again on each thread that it is dispatched to.
 *
 * <p>Threading: inlined into Undertow; runs in the application's threads.
 */
final class RootHandlerAdvice {
    private RootHandlerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(1) HttpServerExchange exchange) throws Throwable {
        return ServerRequests.serve(exchange, exchange.getRequestMethod().toString());
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
