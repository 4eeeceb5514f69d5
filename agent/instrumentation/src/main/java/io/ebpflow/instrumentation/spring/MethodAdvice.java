// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.spring;

import io.ebpflow.bridge.Routes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/**
 * After the method for a request was found. Not for a forward or the page that tells of an error, which have routes of their own.
 * With which path the pattern was compared tells whether it begins behind the path of the servlet. The
 * request is not declared as what it is: advice is looked at where that package does not exist, too.
 *
 * <p>Threading: inlined into Spring; runs in the application's threads.
 */
final class MethodAdvice {
    private MethodAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(1) String path, @Advice.Argument(2) Object argument) throws Throwable {
        HttpServletRequest request = (HttpServletRequest) argument;
        DispatcherType type = request.getDispatcherType();
        Object pattern = request.getAttribute("org.springframework.web.servlet.HandlerMapping.bestMatchingPattern");
        if (pattern instanceof String && (type == DispatcherType.REQUEST || type == DispatcherType.ASYNC)) {
            Routes.choose((String) pattern, path, request.getServletPath());
        }
    }
}
