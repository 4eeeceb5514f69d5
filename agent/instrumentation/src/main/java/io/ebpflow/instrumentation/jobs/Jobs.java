// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.jobs;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.List;

/**
 * Work on a schedule: {@code java.util.Timer}, the same from JDK 11 to 25, methods of Spring that are {@code @Scheduled}, tested
 * with 5.3 and 7.0 (by hand with 6.2), and Quartz, tested with 2.5 (by hand with 2.3). Where each hands a job to its thread.
 *
 * <p>Of the timer not its thread's loop, which is entered once and may have been entered long ago, but its queue: in each
 * turn the thread asks whether that is empty, then takes the task that is due off it or puts it back for the next time, and
 * runs it. Nobody else calls these methods.
 *
 * <p>Threading: immutable.
 */
public final class Jobs {
    private Jobs() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        return List.of(
                Hook.onLoad(
                        "java.util.TaskQueue",
                        TimerTurnAdvice.class,
                        named("isEmpty").and(takesArguments(0))),
                Hook.onLoad(
                        "java.util.TaskQueue",
                        TimerTaskAdvice.class,
                        named("removeMin")
                                .and(takesArguments(0))
                                .or(named("rescheduleMin").and(takesArguments(long.class)))),
                Hook.onLoad(
                        "org.springframework.scheduling.support.ScheduledMethodRunnable",
                        SpringScheduledAdvice.class,
                        named("run").and(takesArguments(0))),
                Hook.onLoad(
                        "org.quartz.core.JobRunShell",
                        QuartzAdvice.class,
                        named("run").and(takesArguments(0))));
    }
}
