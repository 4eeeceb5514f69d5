// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jersey;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Jersey, in whatever server, tested with 2.46 (javax) and 3.1, 4.0 (jakarta): where the method of a resource was found, with the templates
 * of its class, of the locators before it, and its own. None of the API's own types is touched.
 *
 * <p>Threading: immutable.
 */
public final class Jersey {
    private Jersey() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(Hook.onLoad(
                "org.glassfish.jersey.server.internal.routing.UriRoutingContext",
                MatchedAdvice.class,
                named("setMatchedResourceMethod").and(takesArguments(1))));
    }
}
