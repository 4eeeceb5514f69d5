// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.resteasy;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import net.bytebuddy.asm.Advice;
import org.jboss.resteasy.specimpl.ResteasyUriInfo;
import org.jboss.resteasy.spi.HttpRequest;
import org.jboss.resteasy.spi.metadata.ResourceMethod;

/**
 * Before a method of a class that no locator has found; only if it has no parameters in its path, all others had a match. A path that
 * the class was registered below is not in its template: then they differ.
 *
 * <p>Threading: inlined into RESTEasy; runs in the application's threads.
 */
final class RootAdvice {
    private RootAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) HttpRequest request, @Advice.FieldValue("method") ResourceMethod method)
            throws Throwable {
        ResteasyUriInfo uri = (ResteasyUriInfo) request.getUri();
        if (Routes.isPath(method.getFullpath(), uri.getMatchingPath())
                && !request.getAsyncContext().isSuspended()) {
            String base = Routes.base(uri.getBaseUri().getPath());
            String route = base == null ? null : Routes.joinPath(base, method.getFullpath());
            if (route != null) {
                Requests.route(route);
            }
        }
    }
}
