// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.resteasy;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jboss.resteasy.core.ResourceLocatorInvoker;
import org.jboss.resteasy.specimpl.ResteasyUriInfo;
import org.jboss.resteasy.spi.HttpRequest;

/**
 * When a template was chosen, that of a class and its method or locator. What a locator has found has a template of its own, which
 * follows. A request that a filter has suspended may be here in the thread of another.
 *
 * <p>Threading: inlined into RESTEasy; runs in the application's threads.
 */
final class MatchedAdvice {
    private MatchedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.Argument(0) HttpRequest request,
            @Advice.FieldValue("pathExpression") String template,
            @Advice.FieldValue(value = "invoker", typing = Assigner.Typing.DYNAMIC) Object invoker)
            throws Throwable {
        boolean isLocator = invoker instanceof ResourceLocatorInvoker;
        ResteasyUriInfo uri = (ResteasyUriInfo) request.getUri();
        String base = null;
        if (uri.getEncodedMatchedPaths().size() > (isLocator ? 1 : 0)) {
            base = Routes.begun(System.identityHashCode(request));
        } else if (!request.getAsyncContext().isSuspended()) {
            base = Routes.base(uri.getBaseUri().getPath());
        }
        String route = base == null ? null : Routes.join(base, template);
        if (route != null && isLocator) {
            Routes.begin(route, System.identityHashCode(request));
        } else if (route != null) {
            Requests.route(route);
        }
    }
}
