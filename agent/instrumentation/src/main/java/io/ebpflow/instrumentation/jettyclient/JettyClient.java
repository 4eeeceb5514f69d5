// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jettyclient;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * Jetty's HttpClient, 10 to 12: its connections of HTTP/1.1 are lent to one request at a time. Those of HTTP/2 nobody vouches for.
 *
 * <p>Threading: immutable.
 */
public final class JettyClient {
    private JettyClient() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>();
        for (String home : List.of("client.http.", "client.transport.internal.")) {
            String connection = "org.eclipse.jetty." + home + "HttpConnectionOverHTTP";
            hooks.add(Hook.onLoad(connection, OpenAdvice.class, named("onOpen").and(takesNoArguments())));
            hooks.add(Hook.onLoad(
                    connection, UpgradeAdvice.class, named("onUpgradeFrom").and(takesNoArguments())));
        }
        return hooks;
    }
}
