// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.webflux;

import io.ebpflow.bridge.Requests;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.springframework.web.util.pattern.PathPattern;

/**
 * After a router function was found.
 *
 * <p>Threading: inlined into Spring; runs in the application's threads.
 */
final class FunctionAdvice {
    private FunctionAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) Map<String, Object> attributes) throws Throwable {
        Object pattern = attributes.get("org.springframework.web.reactive.HandlerMapping.bestMatchingPattern");
        if (pattern instanceof PathPattern) {
            Requests.route(((PathPattern) pattern).getPatternString());
        }
    }
}
