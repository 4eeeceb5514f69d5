// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.bridge.Tasks;
import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * {@code java.net.http.HttpClient}, the same classes from JDK 11 to 25. It writes a request in whichever of its threads comes
 * along. On HTTP/1.1 a connection has one exchange at a time, with a writer of its own: made on behalf of the request that
 * calls, whose CompletableFutures lead there. What HTTP/2 writes may be of any of its exchanges: it is nobody's. A connection
 * speaks HTTP/2 from its preface on, whether it was agreed upon in the TLS handshake or by an upgrade; until then, requests are
 * one at a time.
 *
 * <p>Threading: immutable.
 */
public final class JdkHttpClient {
    private static final String JDK = "jdk.internal.net.http.";

    /** JDK 11 has no method that a connection calls between being established and being used. */
    private static final int FIRST_TO_FINISH = 12;

    private JdkHttpClient() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        String writer = JDK + "Http1Exchange$Http1Publisher$WriteTask";
        List<Hook> hooks = new ArrayList<>(List.of(
                Hook.afterCalls(writer, JDK + "common.SequentialScheduler", "stop", Tasks.class, "done"),
                Hook.onLoad(writer, WriterCreatedAdvice.class, isConstructor()),
                Hook.onLoad(writer, WriteAdvice.class, named("run")),
                Hook.onLoad(
                        JDK + "HttpConnection$PlainHttpPublisher$HttpWriteSubscription",
                        FlushAdvice.class,
                        named("flush")),
                Hook.onLoad(JDK + "common.SSLFlowDelegate$Writer", EncryptAdvice.class, named("incoming")),
                Hook.onLoad(JDK + "common.SubscriberWrapper$DownstreamPusher", EncryptedAdvice.class, named("run")),
                ofConnection(
                        "Http2Connection",
                        PrefaceAdvice.class,
                        named("sendConnectionPreface").and(takesNoArguments())),
                ofConnection(
                        "PlainHttpConnection",
                        ConnectedAdvice.class,
                        named("finishConnect").and(takesNoArguments())),
                ofConnection("RawChannelTube", WebSocketAdvice.class, isConstructor())));
        if (Runtime.version().feature() < FIRST_TO_FINISH) {
            hooks.add(ofConnection("PlainHttpConnection$ConnectEvent", ConnectingAdvice.class, named("handle")));
        }
        return hooks;
    }

    private static Hook ofConnection(
            String className, Class<?> advice, ElementMatcher<? super MethodDescription> methods) {
        return Hook.onLoad(
                JDK + className,
                advice,
                methods,
                HttpConnection.class.getName(),
                JDK + HttpConnection.class.getSimpleName());
    }
}
