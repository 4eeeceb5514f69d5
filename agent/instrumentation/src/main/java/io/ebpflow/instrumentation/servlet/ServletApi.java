// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.servlet;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * Servers of servlets that we have no hooks for, by the classes of the API that applications extend, from 3.0 on, tested with Grizzly
 * 2.4 (javax) and 4.0 (jakarta). Jersey's servlet goes without the API's. Filters are an interface: seen are those that extend HttpFilter or
 * the base of Spring's. A server with hooks of its own has begun the request before, and knows more of it.
 *
 * <p>Threading: immutable.
 */
public final class ServletApi {
    private ServletApi() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>();
        for (String servlets : List.of("javax.servlet.", "jakarta.servlet.")) {
            String request = servlets + "ServletRequest";
            for (String servlet :
                    List.of(servlets + "http.HttpServlet", "org.glassfish.jersey.servlet.ServletContainer")) {
                hooks.add(Hook.onLoad(
                        servlet,
                        ServletAdvice.class,
                        named("service").and(takesArguments(2)).and(takesArgument(0, named(request))),
                        "jakarta.servlet.",
                        servlets));
            }
            for (String filter :
                    List.of(servlets + "http.HttpFilter", "org.springframework.web.filter.OncePerRequestFilter")) {
                hooks.add(Hook.onLoad(
                        filter,
                        FilterAdvice.class,
                        named("doFilter").and(takesArguments(3)).and(takesArgument(0, named(request))),
                        "jakarta.servlet.",
                        servlets));
            }
        }
        return hooks;
    }
}
