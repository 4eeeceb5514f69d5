// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.undertow;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Undertow, with and without servlets, tested with 2.2 (javax) and 2.3 (jakarta): every thread that an exchange is dispatched to
 * enters its handlers by the same method. Each request has an exchange of its own.
 *
 * <p>Threading: immutable.
 */
public final class Undertow {
    private Undertow() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "io.undertow.server.Connectors",
                        RootHandlerAdvice.class,
                        named("executeRootHandler").and(takesArguments(2))),
                Hook.onLoad(
                        "io.undertow.server.HttpServerExchange",
                        EndAdvice.class,
                        named("invokeExchangeCompleteListeners").and(takesNoArguments())),
                Hook.onLoad(
                        "io.undertow.servlet.spec.ServletContextImpl",
                        TaskAdvice.class,
                        named("invokeRunnable").and(takesArguments(2))),
                Hook.onLoad(
                        "io.undertow.servlet.spec.AsyncContextImpl",
                        CompleteAdvice.class,
                        named("onAsyncCompleteAndRespond").and(takesNoArguments())),
                Hook.onLoad(
                        "io.undertow.servlet.handlers.ServletInitialHandler",
                        ServletAdvice.class,
                        named("handleFirstRequest").and(takesArguments(2))));
    }
}
