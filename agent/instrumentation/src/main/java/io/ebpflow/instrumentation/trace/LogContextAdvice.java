// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.trace;

import io.ebpflow.bridge.Traces;
import net.bytebuddy.asm.Advice;

/**
 * When something is put into the context of the thread's log lines.
 *
 * <p>Threading: inlined into SLF4J and Log4j; runs in the application's threads.
 */
final class LogContextAdvice {
    private LogContextAdvice() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.Argument(0) String key, @Advice.Argument(1) String value) throws Throwable {
        Traces.logged(key, value);
    }
}
