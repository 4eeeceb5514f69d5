// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * What was encrypted, or decrypted, goes on: on behalf of whom the former was given last.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class EncryptedAdvice {
    private EncryptedAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("this$0") Object writer) throws Throwable {
        return Tasks.enterStage(writer);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Tasks.exit(previous);
    }
}
