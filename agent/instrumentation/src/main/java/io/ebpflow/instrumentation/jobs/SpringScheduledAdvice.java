// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jobs;

import io.ebpflow.bridge.Requests;
import java.lang.reflect.Method;
import net.bytebuddy.asm.Advice;

/**
 * Around a method of a bean that Spring calls on a schedule, by the name that Spring gives it too: that of the class that
 * declares it, which is not that of a proxy.
 *
 * <p>Threading: inlined into Spring; runs in the application's threads.
 */
final class SpringScheduledAdvice {
    private SpringScheduledAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("method") Method method) throws Throwable {
        return Requests.enterJob(method.getDeclaringClass(), method.getName());
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
