// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.tomcat;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Tomcat, embedded or not, tested with 9.0, 10.1 and 11.0: {@code CoyoteAdapter.service} is where a request enters the container on the
 * thread that serves it, {@code asyncDispatch} where it comes back if it is asynchronous; the wrapper's valve knows the servlet.
 * The same classes and methods before and after the move from javax to jakarta;
 * none of the servlet API's own types is touched.
 *
 * <p>Threading: immutable.
 */
public final class Tomcat {
    private Tomcat() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "org.apache.catalina.connector.CoyoteAdapter",
                        AdapterAdvice.class,
                        named("service").and(takesArguments(2))),
                Hook.onLoad(
                        "org.apache.catalina.connector.CoyoteAdapter",
                        AsyncDispatchAdvice.class,
                        named("asyncDispatch").and(takesArguments(3))),
                Hook.onLoad(
                        "org.apache.catalina.connector.Request",
                        StartAsyncAdvice.class,
                        named("startAsync").and(takesArguments(2))),
                Hook.onLoad(
                        "org.apache.catalina.core.StandardWrapperValve",
                        WrapperAdvice.class,
                        named("invoke").and(takesArguments(2))));
    }
}
