// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jdk;

import io.ebpflow.bridge.SocketCalls;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Around the native write of java.net.Socket before JDK 13; its socket stands for the descriptor, which is no argument.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class PlainWriteAdvice {
    private PlainWriteAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static int enter(@Advice.FieldValue(value = "impl", typing = Assigner.Typing.DYNAMIC) Object socket)
            throws Throwable {
        return SocketCalls.enterWrite(socket);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter int token) {
        SocketCalls.exitWrite(token);
    }
}
