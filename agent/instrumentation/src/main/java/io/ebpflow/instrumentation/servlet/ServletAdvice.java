// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.servlet;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import io.ebpflow.bridge.ServletMappings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/**
 * Around a servlet, if the request that the client has sent has no name yet: forwards and error pages are no requests of theirs. The
 * servlet is asked once for its patterns; of 4.0 the API would tell the one that fits.
 *
 * <p>Threading: inlined into the servlet API; runs in the application's threads.
 */
final class ServletAdvice {
    private ServletAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.This Object servlet, @Advice.Argument(0) Object argument) throws Throwable {
        if (Routes.isNamed() || !(argument instanceof HttpServletRequest)) {
            return -1; // nothing to take back
        }
        HttpServletRequest request = (HttpServletRequest) argument;
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            return -1;
        }
        ServletContext context = ((HttpServlet) servlet).getServletContext();
        String[] patterns = ServletMappings.of(servlet);
        if (patterns == null) {
            patterns = context.getServletRegistration(((HttpServlet) servlet).getServletName())
                    .getMappings()
                    .toArray(new String[0]);
            ServletMappings.put(servlet, patterns);
        }
        long previous = Routes.enterServlet(request.getMethod());
        Requests.describe(
                request.getMethod(),
                context.getContextPath(), // not the request's own, which the client wrote
                ServletMappings.match(patterns, request.getServletPath(), request.getPathInfo()));
        return previous;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
