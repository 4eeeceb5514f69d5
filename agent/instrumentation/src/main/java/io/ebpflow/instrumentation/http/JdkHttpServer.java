// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.http;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * com.sun.net.httpserver: the link between the filters of the application and its handler, which every request passes
 * once, the same from JDK 11 to 25.
 *
 * <p>Threading: immutable.
 */
public final class JdkHttpServer {
    private JdkHttpServer() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(Hook.onLoad(
                "sun.net.httpserver.ServerImpl$Exchange$LinkHandler",
                HandlerAdvice.class,
                named("handle").and(takesArguments(1))));
    }
}
