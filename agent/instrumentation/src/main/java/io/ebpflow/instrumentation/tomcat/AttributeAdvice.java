// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.tomcat;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * After Spring MVC has said which of its routes a request takes, {@code /orders/{id}}: more than the servlet's pattern says.
 *
 * <p>Threading: inlined into Tomcat; runs in the application's threads.
 */
final class AttributeAdvice {
    private AttributeAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) String name, @Advice.Argument(1) Object value) throws Throwable {
        if ("org.springframework.web.servlet.HandlerMapping.bestMatchingPattern".equals(name)
                && value instanceof String) {
            Requests.route((String) value);
        }
    }
}
