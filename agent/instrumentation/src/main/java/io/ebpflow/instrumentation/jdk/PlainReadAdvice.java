// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.Bridge;
import io.ebpflow.bridge.SocketCalls;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Around the native read of java.net.Socket before JDK 13.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class PlainReadAdvice {
    private PlainReadAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter() throws Throwable {
        return Bridge.enterIo();
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(
            @Advice.Enter int token,
            @Advice.FieldValue(value = "impl", typing = Assigner.Typing.DYNAMIC) Object socket,
            @Advice.Return int count)
            throws Throwable {
        SocketCalls.exitRead(token, socket, count);
    }
}
