// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.bridge.Bridge;
import io.ebpflow.instrumentation.Hook;
import java.io.FileDescriptor;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * The JDK's own sockets: the last Java frames before the native calls, which are the same methods from JDK 17 to 25.
 * Methods are matched by name and the arguments we read, so that a new parameter does not lose them.
 *
 * <p>Threading: immutable.
 */
public final class JdkSockets {
    private JdkSockets() {}

    /** All hooks of this folder that this JDK has a use for. */
    public static List<Hook> hooks() {
        List<Hook> all = new ArrayList<>(nio());
        all.addAll(dispatchers());
        all.addAll(closing());
        // Behind the cache and in front of every resolver: the system's, a hosts file, the application's own (JDK 18).
        all.add(Hook.advice(
                "java.net.InetAddress",
                LookupAdvice.class,
                named("getAddressesFromNameService").and(takesArgument(0, String.class))));
        if (Runtime.version().feature() < 13) {
            all.addAll(plainSockets());
        }
        return all;
    }

    /** java.net.Socket before JEP 353 has native code of its own. Its classes have no virtual threads to care for. */
    private static List<Hook> plainSockets() {
        return List.of(
                Hook.advice("java.net.AbstractPlainSocketImpl", PlainConnectAdvice.class, named("doConnect")),
                Hook.advice("java.net.SocketInputStream", PlainReadAdvice.class, named("socketRead")),
                Hook.advice("java.net.SocketOutputStream", PlainWriteAdvice.class, named("socketWrite")));
    }

    /** The FIN of a close or a half-close is sent by Net.shutdown(), a native method, after locks were waited for. */
    private static List<Hook> closing() {
        List<Hook> hooks = new ArrayList<>();
        for (String name : new String[] {"NioSocketImpl", "SocketChannelImpl", "AsynchronousSocketChannelImpl"}) {
            String className = "sun.nio.ch." + name;
            hooks.add(Hook.aroundCalls(
                    className, "sun.nio.ch.Net", "shutdown", Bridge.class, "enterShutdown", "exitShutdown"));
            hooks.add(Hook.advice(
                    className,
                    ShutdownAdvice.class,
                    namedOneOf(
                            "close",
                            "shutdownOutput",
                            "shutdownInput",
                            "implCloseBlockingMode",
                            "implCloseNonBlockingMode")));
        }
        return hooks;
    }

    /** Which of its classes has which of the methods depends on the JDK. */
    private static List<Hook> dispatchers() {
        List<Hook> hooks = new ArrayList<>();
        for (String name : new String[] {"SocketDispatcher", "UnixDispatcher", "DatagramDispatcher"}) {
            String className = "sun.nio.ch." + name;
            hooks.add(Hook.advice(
                    className,
                    SocketReadAdvice.class,
                    namedOneOf("read", "readv").and(isOfDescriptor())));
            hooks.add(Hook.advice(
                    className,
                    SocketWriteAdvice.class,
                    namedOneOf("write", "writev").and(isOfDescriptor())));
            hooks.add(Hook.advice(
                    className,
                    SocketIoAdvice.class,
                    namedOneOf("close", "preClose").and(not(isNative()))));
        }
        return hooks;
    }

    private static ElementMatcher.Junction<MethodDescription> isOfDescriptor() {
        return not(isNative()).and(takesArgument(0, FileDescriptor.class));
    }

    private static List<Hook> nio() {
        return List.of(
                // Every connect() of NIO, and since JDK 13 of java.net.Socket, comes together here.
                Hook.advice(
                        "sun.nio.ch.Net",
                        ConnectAdvice.class,
                        named("connect").and(takesArguments(4)).and(takesArgument(2, java.net.InetAddress.class))),
                Hook.advice(
                        "java.net.ServerSocket",
                        ServerSocketAcceptAdvice.class,
                        named("implAccept").and(takesArguments(Socket.class))),
                Hook.advice(
                        "sun.nio.ch.ServerSocketChannelImpl", ServerChannelAcceptAdvice.class, named("finishAccept")),
                Hook.advice(
                        "sun.nio.ch.UnixAsynchronousServerSocketChannelImpl",
                        ServerChannelAcceptAdvice.class,
                        named("finishAccept")),
                Hook.advice(
                        "sun.nio.ch.DatagramChannelImpl",
                        DatagramSendAdvice.class,
                        named("send").and(takesArguments(3)).and(takesArgument(2, java.net.InetSocketAddress.class))),
                Hook.advice(
                        "sun.nio.ch.DatagramChannelImpl",
                        DatagramReceiveAdvice.class,
                        named("receive").and(takesArguments(2)).and(takesArgument(1, boolean.class))),
                Hook.advice(
                        "sun.nio.ch.DatagramChannelImpl", DatagramSourceAdvice.class, named("sourceSocketAddress")));
    }
}
