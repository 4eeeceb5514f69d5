// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.reactornetty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * The queue of Reactor Netty's server (tested: 1.2, 1.3), beside the hooks for Netty: a request that was decoded before all is over with the
 * former one of its connection waits, often though the client had the whole answer, and is begun by what ends that one.
 *
 * <p>Threading: immutable.
 */
public final class ReactorNettyServer {
    private ReactorNettyServer() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        String handler = "reactor.netty.http.server.HttpTrafficHandler";
        return List.of(
                Hook.onLoad(handler, NextAdvice.class, named("run").and(takesArguments(0))),
                Hook.onLoad(handler, QueuedAdvice.class, named("doPipeline").and(takesArguments(2))));
    }
}
