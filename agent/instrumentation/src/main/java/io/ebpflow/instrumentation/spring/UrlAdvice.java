// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.spring;

import io.ebpflow.bridge.Routes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/**
 * After a handler was found by its path, {@code /static/**}. As {@link MethodAdvice}.
 *
 * <p>Threading: inlined into Spring; runs in the application's threads.
 */
final class UrlAdvice {
    private UrlAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) String pattern, @Advice.Argument(2) Object argument) throws Throwable {
        HttpServletRequest request = (HttpServletRequest) argument;
        DispatcherType type = request.getDispatcherType();
        if (pattern != null && (type == DispatcherType.REQUEST || type == DispatcherType.ASYNC)) {
            Routes.choose(pattern, null, request.getServletPath());
        }
    }
}
