// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.okhttp;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * OkHttp, tested with 4.12 and 5.5 (3.12 has the same names): a connection on which HTTP/2 was agreed upon. One of HTTP/1.1 is left alone.
 *
 * <p>Threading: immutable.
 */
public final class OkHttp {
    private OkHttp() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad("okhttp3.internal.connection.RealConnection", Http2Advice.class, named("startHttp2")));
    }
}
