// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.spring;

import io.ebpflow.bridge.Routes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/**
 * After the router functions were asked, of which none may fit. As {@link MethodAdvice}.
 *
 * <p>Threading: inlined into Spring; runs in the application's threads.
 */
final class RouterAdvice {
    private RouterAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) Object argument, @Advice.Return Object handler) throws Throwable {
        HttpServletRequest request = (HttpServletRequest) argument;
        DispatcherType type = request.getDispatcherType();
        Object pattern = request.getAttribute("org.springframework.web.servlet.HandlerMapping.bestMatchingPattern");
        if (handler != null
                && pattern instanceof String
                && (type == DispatcherType.REQUEST || type == DispatcherType.ASYNC)) {
            Routes.choose((String) pattern, null, request.getServletPath());
        }
    }
}
