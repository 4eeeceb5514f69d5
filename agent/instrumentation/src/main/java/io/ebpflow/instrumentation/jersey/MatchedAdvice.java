// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jersey;

import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.Routes;
import java.util.LinkedList;
import net.bytebuddy.asm.Advice;
import org.glassfish.jersey.server.internal.routing.UriRoutingContext;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * When the method for a request was found; the last template is the first in the list.
 *
 * <p>Threading: inlined into Jersey; runs in the application's threads.
 */
final class MatchedAdvice {
    private MatchedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @Advice.This UriRoutingContext context, @Advice.FieldValue("templates") LinkedList<UriTemplate> templates)
            throws Throwable {
        String route = Routes.base(context.getBaseUri().getPath());
        for (int i = templates.size() - 1; route != null && i >= 0; i--) {
            route = Routes.join(route, templates.get(i).getTemplate());
        }
        if (route != null) {
            Requests.route(route);
        }
    }
}
