// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.tomcat;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServletMappings;
import net.bytebuddy.asm.Advice;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;

/**
 * Before a servlet's filters: which servlet it is, and by which of its patterns it was found.
 *
 * <p>Threading: inlined into Tomcat; runs in the application's threads.
 */
final class WrapperAdvice {
    private WrapperAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) Request request) throws Throwable {
        Wrapper wrapper = request.getWrapper();
        String[] patterns = ServletMappings.of(wrapper);
        if (patterns == null) {
            patterns = wrapper.findMappings();
            ServletMappings.put(wrapper, patterns);
        }
        Requests.describe(
                request.getMethod(),
                request.getContext().getPath(), // not the request's own, which the client wrote
                ServletMappings.match(patterns, request.getServletPath(), request.getPathInfo()));
    }
}
