// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.http;

import com.sun.net.httpserver.HttpExchange;
import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Around a handler: its context's path is the route, as the application wrote it.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class HandlerAdvice {
    private HandlerAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) HttpExchange exchange) throws Throwable {
        return Requests.enterHttp(
                exchange.getRequestMethod(), exchange.getHttpContext().getPath());
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
