// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.resteasy;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * RESTEasy, in whatever server, tested with 3.15, 4.7 (javax) and 6.2 (jakarta): where the template of a method, or of the locator of
 * a sub-resource, has matched. RESTEasy remembers which method serves a path without parameters and then compares no template: where
 * such a method is called. What a request says of its path tells the versions apart.
 *
 * <p>Threading: immutable.
 */
public final class Resteasy {
    private static final String API = "jakarta.ws.rs.core.UriInfo";
    private static final String URI = "org.jboss.resteasy.specimpl.ResteasyUriInfo";
    private static final String URI_OF_3 = "org.jboss.resteasy.spi.ResteasyUriInfo";

    private Resteasy() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>(of(API));
        hooks.addAll(of("javax.ws.rs.core.UriInfo", API, "javax.ws.rs.core.UriInfo"));
        hooks.addAll(of(URI_OF_3, API, URI_OF_3, URI, URI_OF_3));
        return hooks;
    }

    /** Of the versions whose requests have this type of path. */
    private static List<Hook> of(String path, String... renamed) {
        ElementMatcher.Junction<MethodDescription> isOf =
                takesArgument(0, declaresMethod(named("getUri").and(returns(named(path)))));
        String methods = "org.jboss.resteasy.core.ResourceMethodInvoker";
        return List.of(
                Hook.onLoad(
                        "org.jboss.resteasy.core.registry.MethodExpression",
                        MatchedAdvice.class,
                        isOf.and(named("populatePathParams")).and(takesArguments(3)),
                        renamed),
                Hook.onLoad(methods, RootAdvice.class, isOf.and(named("invoke")).and(takesArguments(2)), renamed),
                Hook.onLoad(
                        methods, LocatedAdvice.class, isOf.and(named("invoke")).and(takesArguments(3)), renamed));
    }
}
