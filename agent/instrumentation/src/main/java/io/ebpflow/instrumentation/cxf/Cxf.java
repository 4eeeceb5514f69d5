// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.cxf;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * JAX-RS of Apache CXF, in whatever server of servlets, tested with 3.6 (javax), 4.0 and 4.1 (jakarta): where the method, or the locator
 * of a sub-resource, has been found, and where a method of the sub-resource is called. What CXF itself calls the template of a request
 * lacks all locators but the last.
 *
 * <p>Threading: immutable.
 */
public final class Cxf {
    private Cxf() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>();
        for (String api : List.of("javax.", "jakarta.")) {
            hooks.add(Hook.onLoad(
                    "org.apache.cxf.jaxrs.interceptor.JAXRSInInterceptor",
                    MatchedAdvice.class,
                    named("setExchangeProperties")
                            .and(takesArguments(5))
                            .and(takesArgument(3, named(api + "ws.rs.core.MultivaluedMap"))),
                    "jakarta.servlet.",
                    api + "servlet."));
        }
        hooks.add(Hook.onLoad(
                "org.apache.cxf.jaxrs.JAXRSInvoker",
                LocatedAdvice.class,
                named("invoke").and(takesArguments(3))));
        return hooks;
    }
}
