// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.undertow;

import io.ebpflow.bridge.Requests;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import net.bytebuddy.asm.Advice;

/**
 * Before a servlet's filters: by which of its patterns it was found.
 *
 * <p>Threading: inlined into Undertow; runs in the application's threads.
 */
final class ServletAdvice {
    private ServletAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.Argument(0) HttpServerExchange exchange, @Advice.Argument(1) ServletRequestContext context)
            throws Throwable {
        Requests.describe(
                exchange.getRequestMethod().toString(),
                context.getDeployment().getServletContext().getContextPath(),
                context.getOriginalServletPathMatch().getMatchString());
    }
}
