// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.webflux;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;
import java.util.Map;

/**
 * Routes of Spring WebFlux (tested: 6.2, 7.0, on Reactor Netty): where the pattern becomes an attribute of the exchange, on the thread that has
 * the request.
 *
 * <p>Threading: immutable.
 */
public final class SpringWebFlux {
    private SpringWebFlux() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping",
                        MatchAdvice.class,
                        named("handleMatch").and(takesArguments(3))),
                Hook.onLoad(
                        "org.springframework.web.reactive.function.server.support.RouterFunctionMapping",
                        FunctionAdvice.class,
                        named("setAttributes").and(takesArguments(3)).and(takesArgument(0, Map.class))));
    }
}
