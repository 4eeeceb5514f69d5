// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.spring;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * Spring MVC, in whatever server, tested with 5.3 (javax) and 6.2, 7.0 (jakarta): where its handler mappings have found by which pattern a
 * request is served: of annotated methods, of a map of paths (static resources, too), and of router functions.
 *
 * <p>Threading: immutable.
 */
public final class SpringMvc {
    private SpringMvc() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>();
        for (String servlets : List.of("javax.servlet.", "jakarta.servlet.")) {
            String request = servlets + "http.HttpServletRequest";
            hooks.add(Hook.onLoad(
                    "org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping",
                    MethodAdvice.class,
                    named("handleMatch").and(takesArguments(3)).and(takesArgument(2, named(request))),
                    "jakarta.servlet.",
                    servlets));
            hooks.add(Hook.onLoad(
                    "org.springframework.web.servlet.handler.AbstractUrlHandlerMapping",
                    UrlAdvice.class,
                    named("exposePathWithinMapping").and(takesArguments(3)).and(takesArgument(2, named(request))),
                    "jakarta.servlet.",
                    servlets));
            hooks.add(Hook.onLoad(
                    "org.springframework.web.servlet.function.support.RouterFunctionMapping",
                    RouterAdvice.class,
                    named("getHandlerInternal").and(takesArguments(1)).and(takesArgument(0, named(request))),
                    "jakarta.servlet.",
                    servlets));
        }
        return hooks;
    }
}
