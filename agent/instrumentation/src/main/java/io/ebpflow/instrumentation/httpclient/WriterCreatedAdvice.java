// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.httpclient;

import io.ebpflow.bridge.Tasks;
import net.bytebuddy.asm.Advice;

/**
 * What will write an exchange of HTTP/1.1 is made, on behalf of the request that makes the call.
 *
 * <p>Threading: inlined into the JDK; runs in the application's threads.
 */
final class WriterCreatedAdvice {
    private WriterCreatedAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object writer) throws Throwable {
        Tasks.registered(writer);
    }
}
