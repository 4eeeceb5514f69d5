// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * The side of a connection that encrypts is given something to send.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class EncryptAdvice {
    private EncryptAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object writer) throws Throwable {
        Tasks.labelled(writer);
    }
}
