// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.cxf;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;
import org.apache.cxf.jaxrs.model.OperationResourceInfo;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;

/**
 * When the class for a request was found and its method or locator; not for a forward. The request is not declared as what it is:
 * advice is looked at where that package does not exist, too.
 *
 * <p>Threading: inlined into CXF; runs in the application's threads.
 */
final class MatchedAdvice {
    private MatchedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.Argument(0) Message message,
            @Advice.Argument(1) Exchange exchange,
            @Advice.Argument(2) OperationResourceInfo method)
            throws Throwable {
        Object request = message.get("HTTP.REQUEST");
        DispatcherType type = request == null ? null : ((HttpServletRequest) request).getDispatcherType();
        String route = null;
        if (type == DispatcherType.REQUEST || type == DispatcherType.ASYNC) {
            route = Routes.address((String) message.get(Message.BASE_PATH));
        }
        if (route != null) {
            route = Routes.join(
                    route, method.getClassResourceInfo().getURITemplate().getValue());
        }
        if (route != null) {
            route = Routes.join(route, method.getURITemplate().getValue());
        }
        if (route != null && method.isSubResourceLocator()) {
            Routes.begin(route, System.identityHashCode(exchange));
        } else if (route != null) {
            Requests.route(route);
        }
    }
}
