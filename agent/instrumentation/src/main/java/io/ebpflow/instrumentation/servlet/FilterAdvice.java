// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.servlet;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/**
 * Around a filter and all that comes after it, if the request that the client has sent has not begun yet. The servlet will say its
 * pattern.
 *
 * <p>Threading: inlined into the servlet API and Spring; runs in the application's threads.
 */
final class FilterAdvice {
    private FilterAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Argument(0) Object argument) throws Throwable {
        if (Routes.isNamed() || !(argument instanceof HttpServletRequest)) {
            return -1; // nothing to take back
        }
        HttpServletRequest request = (HttpServletRequest) argument;
        return request.getDispatcherType() == DispatcherType.REQUEST ? Routes.enterServlet(request.getMethod()) : -1;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
