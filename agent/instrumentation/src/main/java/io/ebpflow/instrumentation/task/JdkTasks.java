// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * The places of the JDK where work changes threads: where it is handed over, and where a thread runs it. Methods that are not
 * public are matched by what they are in JDK 11, 17, 21 and 25.
 *
 * <p>Threading: immutable.
 */
public final class JdkTasks {
    private static final String CONCURRENT = "java.util.concurrent.";

    /** All that run code of the application. */
    private static final String[] STAGES = {
        "UniApply",
        "UniAccept",
        "UniRun",
        "UniWhenComplete",
        "UniHandle",
        "UniExceptionally",
        "UniComposeExceptionally",
        "UniCompose",
        "BiApply",
        "BiAccept",
        "BiRun",
        "OrApply",
        "OrAccept",
        "OrRun",
    };

    private JdkTasks() {}

    /** All hooks of this folder. */
    public static List<Hook> hooks() {
        List<Hook> all = new ArrayList<>();
        threads(all);
        executors(all);
        forkJoin(all);
        futures(all);
        return all;
    }

    /** The end first: what has started is not left behind. */
    private static void threads(List<Hook> all) {
        all.add(Hook.advice("java.lang.Thread", ThreadEndAdvice.class, named("clearReferences")));
        all.add(Hook.advice(
                "java.lang.VirtualThread",
                VirtualThreadStartAdvice.class,
                named("start").and(takesArguments(1))));
        all.add(Hook.advice("java.lang.Thread", ThreadRunAdvice.class, named("run")));
        all.add(Hook.advice("java.lang.Thread", ThreadStartAdvice.class, named("start")));
    }

    private static void executors(List<Hook> all) {
        String pool = CONCURRENT + "ThreadPoolExecutor";
        all.add(Hook.advice(pool + "$Worker", WorkerAdvice.class, named("run")));
        all.add(Hook.advice(pool, NextTaskAdvice.class, named("getTask")));
        all.add(Hook.advice(pool, SubmitAdvice.class, named("execute")));
        all.add(Hook.advice(pool, RejectAdvice.class, named("reject")));
        all.add(Hook.advice(CONCURRENT + "ScheduledThreadPoolExecutor", ScheduleAdvice.class, named("delayedExecute")));
        all.add(Hook.advice(
                CONCURRENT + "ScheduledThreadPoolExecutor$ScheduledFutureTask", CancelAdvice.class, named("cancel")));
        all.add(Hook.advice("java.util.Timer", TimerAdvice.class, named("sched")));
    }

    /** A task that is called by its parent, rather than taken from a queue, is a call as any other. */
    private static void forkJoin(List<Hook> all) {
        ElementMatcher<MethodDescription> everywhere = any();
        String pool = CONCURRENT + "ForkJoinPool";
        String task = CONCURRENT + "ForkJoinTask";
        all.add(Hook.aroundRuns(pool + "$WorkQueue", everywhere, "doExec", "enterForked"));
        all.add(Hook.aroundRuns(pool, everywhere, "doExec", "enterForked"));
        all.add(Hook.advice(
                pool,
                PoolSubmitAdvice.class,
                named("poolSubmit").and(takesArgument(1, ForkJoinTask.class)).and(takesArguments(2))));
        all.add(Hook.advice(
                pool, PoolExternalSubmitAdvice.class, named("externalSubmit").and(takesArguments(ForkJoinTask.class))));
        all.add(Hook.aroundRuns(task, namedOneOf("awaitDone", "doJoin"), "doExec", "enterForked"));
        all.add(Hook.advice(task, ForkAdvice.class, named("fork")));
    }

    private static void futures(List<Hook> all) {
        for (String name : STAGES) {
            String stage = CONCURRENT + "CompletableFuture$" + name;
            Class<?> advice = name.contains("Compose") ? ComposeAdvice.class : StageAdvice.class;
            all.add(Hook.advice(stage, advice, named("tryFire").and(returns(named(CONCURRENT + "CompletableFuture")))));
            all.add(Hook.advice(stage, StageCreatedAdvice.class, isConstructor()));
        }
        for (String name : new String[] {"AsyncSupply", "AsyncRun"}) {
            String stage = CONCURRENT + "CompletableFuture$" + name;
            all.add(Hook.advice(stage, StageAdvice.class, namedOneOf("run").and(takesArguments(0))));
            all.add(Hook.advice(stage, StageCreatedAdvice.class, isConstructor()));
        }
    }
}
