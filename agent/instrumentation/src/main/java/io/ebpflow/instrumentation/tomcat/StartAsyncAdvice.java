// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.tomcat;

import io.ebpflow.bridge.ServerRequests;
import net.bytebuddy.asm.Advice;
import org.apache.catalina.connector.Request;

/**
 * When a request becomes asynchronous: it will come back by its object of the connector, which Tomcat uses again for requests
 * to come.
 *
 * <p>Threading: inlined into Tomcat; runs in the application's threads.
 */
final class StartAsyncAdvice {
    private StartAsyncAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Request request) throws Throwable {
        ServerRequests.keep(request.getCoyoteRequest(), false);
    }
}
