// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.apache;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Apache HttpComponents Core 5, on which HttpClient 5 is built: HTTP/2 at either end, and HTTP/1.1 of its asynchronous client.
 * The classic client waits in its reads.
 *
 * <p>Threading: immutable.
 */
public final class ApacheHttp {
    private static final String HTTP_1 = "org.apache.hc.core5.http.impl.nio.";

    private ApacheHttp() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "org.apache.hc.core5.http2.impl.nio.AbstractH2StreamMultiplexer",
                        ConnectAdvice.class,
                        named("onConnect").and(takesNoArguments())),
                Hook.onLoad(
                        HTTP_1 + "AbstractHttp1StreamDuplexer",
                        OpenedAdvice.class,
                        named("onConnect").and(takesNoArguments())),
                Hook.onLoad(HTTP_1 + "ClientHttp1StreamDuplexer", ExecuteAdvice.class, named("execute")));
    }
}
