// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.resteasy;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import net.bytebuddy.asm.Advice;
import org.jboss.resteasy.spi.HttpRequest;
import org.jboss.resteasy.spi.ResourceFactory;
import org.jboss.resteasy.spi.metadata.ResourceMethod;

/**
 * Before a method of what a locator has found, which no factory makes.
 *
 * <p>Threading: inlined into RESTEasy; runs in the application's threads.
 */
final class LocatedAdvice {
    private LocatedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.Argument(0) HttpRequest request,
            @Advice.FieldValue("method") ResourceMethod method,
            @Advice.FieldValue("resource") ResourceFactory factory)
            throws Throwable {
        if (factory == null) {
            String base = Routes.begun(System.identityHashCode(request));
            String template = method.getFullpath() == null ? "" : method.getFullpath();
            String route = base == null ? null : Routes.joinPath(base, template);
            if (route != null) {
                Requests.route(route);
            }
        }
    }
}
