// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * java.net.http: a connection speaks HTTP/2 from its preface on, whether it was agreed upon in the TLS handshake or by an
 * upgrade. The same from JDK 11 to 25. HTTP/1.1 has one request at a time and is left alone.
 *
 * <p>Threading: immutable.
 */
public final class JdkHttpClient {
    private static final String JDK = "jdk.internal.net.http.";

    private JdkHttpClient() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(Hook.onLoad(
                JDK + "Http2Connection",
                PrefaceAdvice.class,
                named("sendConnectionPreface").and(takesNoArguments()),
                HttpConnection.class.getName(),
                JDK + HttpConnection.class.getSimpleName()));
    }
}
