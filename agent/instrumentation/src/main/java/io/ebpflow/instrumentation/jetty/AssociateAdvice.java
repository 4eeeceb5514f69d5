// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jetty;

import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.ee10.servlet.ServletChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * A request has come to the servlets of Jetty 12, and the one for it was found.
 *
 * <p>Threading: inlined into Jetty; runs in the application's threads.
 */
final class AssociateAdvice {
    private AssociateAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This ServletChannel channel, @Advice.Argument(0) ServletContextRequest request)
            throws Throwable {
        ServerRequests.keep(channel, true);
        ServerRequests.describe(
                channel,
                request.getMethod(),
                channel.getServletContextApi().getContextPath(),
                request.getMatchedResource().getResource().getPathSpec().getDeclaration());
    }
}
