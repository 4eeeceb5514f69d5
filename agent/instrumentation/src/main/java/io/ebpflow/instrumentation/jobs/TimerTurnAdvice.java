// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jobs;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;

/**
 * Between two tasks of a timer: its thread works for nobody.
 *
 * <p>Threading: inlined into the JDK; runs in the timer's thread.
 */
final class TimerTurnAdvice {
    private TimerTurnAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() throws Throwable {
        Requests.leave();
    }
}
