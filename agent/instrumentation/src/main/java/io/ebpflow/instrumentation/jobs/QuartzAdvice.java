// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jobs;

import io.ebpflow.bridge.Requests;
import net.bytebuddy.asm.Advice;
import org.quartz.spi.TriggerFiredBundle;

/**
 * Around a job, from its listeners to what the job store notes of it. By its class: applications make up keys as they go,
 * one for each order.
 *
 * <p>Threading: inlined into Quartz; runs in the application's threads.
 */
final class QuartzAdvice {
    private QuartzAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@Advice.FieldValue("firedTriggerBundle") TriggerFiredBundle fired) throws Throwable {
        return Requests.enterJob(fired.getJobDetail().getJobClass(), null);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long previous) throws Throwable {
        Requests.exit(previous);
    }
}
