// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jetty;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Before a servlet's filters, in Jetty whose servlets are of {@code javax.servlet}: by which pattern it was found. The argument is not
 * declared as what it is: advice is looked at where that package does not exist, too.
 *
 * <p>Threading: inlined into Jetty; runs in the application's threads.
 */
final class JavaxAdvice {
    private JavaxAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(1) Object request) throws Throwable {
        if (request instanceof javax.servlet.http.HttpServletRequest) {
            javax.servlet.http.HttpServletRequest http = (javax.servlet.http.HttpServletRequest) request;
            Requests.describe(
                    http.getMethod(),
                    http.getContextPath(),
                    http.getHttpServletMapping().getPattern());
        }
    }
}
