// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.webflux;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * After the method for a request was found.
 *
 * <p>Threading: inlined into Spring; runs in the application's threads.
 */
final class MatchAdvice {
    private MatchAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(2) ServerWebExchange exchange) throws Throwable {
        Object pattern =
                exchange.getAttributes().get("org.springframework.web.reactive.HandlerMapping.bestMatchingPattern");
        if (pattern instanceof PathPattern) {
            Requests.route(((PathPattern) pattern).getPatternString());
        }
    }
}
