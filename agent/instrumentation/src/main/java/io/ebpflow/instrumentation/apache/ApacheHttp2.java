// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.apache;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Apache HttpComponents Core 5, on which HttpClient 5 is built: HTTP/2 at either end. Its classic client speaks HTTP/1.1.
 *
 * <p>Threading: immutable.
 */
public final class ApacheHttp2 {
    private ApacheHttp2() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(Hook.onLoad(
                "org.apache.hc.core5.http2.impl.nio.AbstractH2StreamMultiplexer",
                ConnectAdvice.class,
                named("onConnect").and(takesNoArguments())));
    }
}
