// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.instrumentation.task;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.ebpflow.instrumentation.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * Pools and loops that libraries have of their own. Their threads are started by the first who needs one, on behalf of all; and what
 * waits in a queue of theirs may be handed to a pool by somebody else's thread.
 *
 * <p>Threading: immutable.
 */
public final class LibraryTasks {
    private static final String NETTY = "io.netty.util.concurrent.";

    private LibraryTasks() {}

    /** All hooks of this class. */
    public static List<Hook> hooks() {
        List<Hook> all = new ArrayList<>();
        tomcat(all);
        okHttp(all);
        clean(all, "org.eclipse.jetty.util.thread.QueuedThreadPool", "startThread"); // 10 to 12
        clean(all, "org.jboss.threads.EnhancedQueueExecutor", "doStartThread"); // 3, Undertow's
        clean(all, "io.grpc.netty.shaded." + NETTY + "SingleThreadEventExecutor", "doStartThread"); // 4.1
        netty(all);
        mailboxes(all);
        all.addAll(LibraryQueues.hooks());
        return all;
    }

    /**
     * Event loops (tested: 4.1, 4.2). Where they run a task first: what is handed over and not taken would fill the table. What is
     * to run later is given to the loop twice, so it is known by itself, as a stage.
     */
    private static void netty(List<Hook> all) {
        all.add(Hook.onLoad(NETTY + "AbstractEventExecutor", LoopRunAdvice.class, named("runTask")));
        all.add(Hook.onLoad(NETTY + "ScheduledFutureTask", LoopScheduledRunAdvice.class, named("run")));
        all.add(Hook.onLoad(NETTY + "ScheduledFutureTask", LoopScheduledAdvice.class, isConstructor()));
        String loop = NETTY + "SingleThreadEventExecutor";
        clean(all, loop, "doStartThread");
        all.add(Hook.onLoad(loop, LoopRemoveAdvice.class, named("removeTask")));
        all.add(Hook.onLoad(loop, RejectAdvice.class, named("reject").and(takesArguments(Runnable.class))));
        all.add(Hook.onLoad(loop, LoopSubmitAdvice.class, named("addTask")));
    }

    /** What several requests have queued for a shared connection is written by one task, that of the first of them: it is nobody's. */
    private static void mailboxes(List<Hook> all) {
        clean(all, "io.grpc.netty.WriteQueue", "flush"); // 1.20 to 1.76
        clean(all, "io.netty.handler.flush.FlushConsolidationHandler", "flushNow"); // 4.1, 4.2
        clean(
                all,
                "com.datastax.oss.driver.internal.core.channel.DefaultWriteCoalescer$Flusher",
                "runOnEventLoop"); // 4
        clean(all, "com.datastax.driver.core.Connection$Flusher", "run"); // 3
    }

    /** Tomcat has a copy of the JDK's class (tested: 10.1), which runs what an asynchronous servlet starts. */
    private static void tomcat(List<Hook> all) {
        String pool = "org.apache.tomcat.util.threads.ThreadPoolExecutor";
        all.add(Hook.onLoad(pool + "$Worker", WorkerAdvice.class, named("run")));
        all.add(Hook.onLoad(pool, NextTaskAdvice.class, named("getTask")));
        all.add(Hook.onLoad(pool, SubmitAdvice.class, named("executeInternal"))); // not in a subclass of the JDK's
        all.add(Hook.onLoad(pool, RejectAdvice.class, named("reject")));
    }

    /** A call that waits for its turn is started by the thread that ends another; the tasks of a connection have one loop for all. */
    private static void okHttp(List<Hook> all) {
        for (String call : List.of("okhttp3.RealCall$AsyncCall", "okhttp3.internal.connection.RealCall$AsyncCall")) {
            all.add(Hook.onLoad(call, CallCreatedAdvice.class, isConstructor()));
            all.add(Hook.onLoad(
                    call, CallRunAdvice.class, named("run").or(named("execute")).and(takesNoArguments())));
        }
        clean(all, "okhttp3.internal.concurrent.TaskRunner$RealBackend", "execute");
    }

    private static void clean(List<Hook> all, String className, String method) {
        all.add(Hook.onLoad(className, CleanAdvice.class, named(method)));
    }
}
