// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jetty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jetty, tested with 10.0, 11.0, 12.0 and 12.1. A channel of the connection is told of each request, and of each time that a thread works
 * on it. In 12 servlets have a channel of their own within, another one in each of its environments (EE 8 and 9 are those of Jetty
 * 10 and 11, moved).
 *
 * <p>Threading: immutable.
 */
public final class Jetty {
    private static final String META_DATA = "org.eclipse.jetty.http.MetaData$Request";

    /** Of the advice; 11 has the same classes. */
    private static final String EE10 = "org.eclipse.jetty.ee10.";

    private Jetty() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>();
        for (String channel :
                List.of("org.eclipse.jetty.server.HttpChannel", "org.eclipse.jetty.server.internal.HttpChannelState")) {
            hooks.add(
                    Hook.onLoad(channel, RequestAdvice.class, named("onRequest").and(takesOne(META_DATA))));
        }
        hooks.add(Hook.onLoad(
                "org.eclipse.jetty.server.internal.HttpChannelState$HandlerInvoker",
                InvokerAdvice.class,
                named("run").and(takesNoArguments())));
        for (String servlets : List.of(EE10, "org.eclipse.jetty.ee11.")) {
            hooks.add(Hook.onLoad(
                    servlets + "servlet.ServletChannel",
                    AssociateAdvice.class,
                    named("associate").and(takesOne(servlets + "servlet.ServletContextRequest")),
                    EE10,
                    servlets));
        }
        for (String channel : List.of(
                "server.HttpChannel",
                "ee8.nested.HttpChannel",
                "ee9.nested.HttpChannel",
                "ee10.servlet.ServletChannel",
                "ee11.servlet.ServletChannel")) {
            hooks.add(Hook.onLoad(
                    "org.eclipse.jetty." + channel,
                    HandleAdvice.class,
                    named("handle").and(takesNoArguments())));
        }
        for (String environment : List.of("ee8", "ee9")) {
            hooks.add(Hook.onLoad(
                    "org.eclipse.jetty." + environment + ".nested.HttpChannel",
                    NestedAdvice.class,
                    named("onRequest").and(takesArguments(1))));
        }
        for (String servlets : List.of("", "ee8.", "ee9.")) {
            String holder = "org.eclipse.jetty." + servlets + "servlet.ServletHolder";
            hooks.add(Hook.onLoad(holder, JavaxAdvice.class, prepare("javax.servlet.ServletRequest")));
            hooks.add(Hook.onLoad(holder, JakartaAdvice.class, prepare("jakarta.servlet.ServletRequest")));
        }
        return hooks;
    }

    private static ElementMatcher.Junction<MethodDescription> takesOne(String type) {
        return takesArguments(1).and(takesArgument(0, named(type)));
    }

    private static ElementMatcher.Junction<MethodDescription> prepare(String request) {
        return named("prepare").and(takesArguments(3)).and(takesArgument(1, named(request)));
    }
}
