// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.cxf;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import net.bytebuddy.asm.Advice;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.message.Exchange;

/**
 * Before a method or locator of what a locator has found.
 *
 * <p>Threading: inlined into CXF; runs in the application's threads.
 */
final class LocatedAdvice {
    private LocatedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) Exchange exchange) throws Throwable {
        OperationResourceInfo method = exchange.get(OperationResourceInfo.class);
        if (method != null && !method.getClassResourceInfo().isRoot()) {
            String base = Routes.begun(System.identityHashCode(exchange));
            String route = base == null
                    ? null
                    : Routes.join(base, method.getURITemplate().getValue());
            if (route != null && method.isSubResourceLocator()) {
                Routes.begin(route, System.identityHashCode(exchange));
            } else if (route != null) {
                Requests.route(route);
            }
        }
    }
}
