// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.methods;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Around a method with a name worth knowing.
 *
 * <p>Threading: inlined into the application; runs in its threads.
 */
final class MethodAdvice {
    private MethodAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.Origin("#t.#m") String name) throws Throwable {
        return Requests.enter(RequestTable.CUSTOM, null, name);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
