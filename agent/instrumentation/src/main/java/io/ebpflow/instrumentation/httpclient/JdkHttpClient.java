// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.bridge.Tasks;
import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * {@code java.net.http.HttpClient}, the same classes from JDK 11 to 25. It writes a request in whichever of its threads comes
 * along. On HTTP/1.1 a connection has one exchange at a time, with a writer of its own: made on behalf of the request that
 * calls, whose CompletableFutures lead there. What HTTP/2 writes may be of any of its exchanges: it is nobody's. A connection
 * speaks HTTP/2 from its preface on, whether it was agreed upon in the TLS handshake or by an upgrade.
 *
 * <p>Threading: immutable.
 */
public final class JdkHttpClient {
    private static final String JDK = "jdk.internal.net.http.";

    private JdkHttpClient() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        String writer = JDK + "Http1Exchange$Http1Publisher$WriteTask";
        return List.of(
                Hook.afterCalls(writer, JDK + "common.SequentialScheduler", "stop", Tasks.class, "done"),
                Hook.onLoad(writer, WriterCreatedAdvice.class, isConstructor()),
                Hook.onLoad(writer, WriteAdvice.class, named("run")),
                Hook.onLoad(
                        JDK + "HttpConnection$PlainHttpPublisher$HttpWriteSubscription",
                        FlushAdvice.class,
                        named("flush")),
                Hook.onLoad(JDK + "common.SSLFlowDelegate$Writer", EncryptAdvice.class, named("incoming")),
                Hook.onLoad(JDK + "common.SubscriberWrapper$DownstreamPusher", EncryptedAdvice.class, named("run")),
                Hook.onLoad(
                        JDK + "Http2Connection",
                        PrefaceAdvice.class,
                        named("sendConnectionPreface").and(takesNoArguments()),
                        HttpConnection.class.getName(),
                        JDK + HttpConnection.class.getSimpleName()));
    }
}
