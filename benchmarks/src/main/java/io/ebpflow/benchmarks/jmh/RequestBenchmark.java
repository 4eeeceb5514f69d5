// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.ServerRequests;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.bridge.Tasks;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What hooks add to a request, and to a task that is handed over, beside the same of OpenTelemetry's contexts.
 *
 * <p>Threading: as JMH has it.
 */
@State(Scope.Thread)
public class RequestBenchmark extends HookBenchmark {
    private static final ContextKey<String> KEY = ContextKey.named("request");

    private final Context context = Context.root().with(KEY, "GET /orders/{id}");
    private final Runnable task = () -> {};
    private final Object connection = new Object();

    @Setup
    public void open() throws InterruptedException, ExecutionException {
        SlotTable slots = openBridge(null);
        Requests.open(slots, new RequestTable());
        Tasks.open(slots);
    }

    @Benchmark
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void emptyMethod() {}

    @Benchmark
    public void beginAndEnd() throws Throwable {
        Requests.exit(Requests.enterHttp("GET", "/orders/{id}"));
    }

    @Benchmark
    public void beginHandOverRunAndEnd() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders/{id}");
        Tasks.submitted(task);
        Tasks.taken(task);
        Tasks.taken(null);
        Requests.exit(before);
    }

    /** What is new has no identity hash yet. */
    @Benchmark
    public Object beginHandOverNewAndEnd() throws Throwable {
        long before = Requests.enterHttp("GET", "/orders/{id}");
        Runnable next = new FutureTask<>(task, null);
        Tasks.submitted(next);
        Tasks.taken(next);
        Tasks.taken(null);
        Requests.exit(before);
        return next;
    }

    /** What the benchmark above does beside. */
    @Benchmark
    public Object newTask() {
        Runnable next = new FutureTask<>(task, null);
        System.identityHashCode(next);
        return next;
    }

    @Benchmark
    public void handOverWithoutRequest() throws Throwable {
        Tasks.submitted(task);
        Tasks.taken(task);
        Tasks.taken(null);
    }

    /** As in an event loop of Netty. */
    @Benchmark
    public void nextOfConnectionAndEnd() throws Throwable {
        ServerRequests.next(connection, "GET");
        Requests.leave();
    }

    /** The same, with a task that the loop is given and comes to. */
    @Benchmark
    public void nextOfConnectionHandOverRunAndEnd() throws Throwable {
        ServerRequests.next(connection, "GET");
        Tasks.submitted(task);
        Requests.leave();
        Tasks.exit(Tasks.enterQueued(task));
    }

    @Benchmark
    public void openTelemetryMakeCurrentAndClose() {
        context.makeCurrent().close();
    }

    @Benchmark
    public void openTelemetryWrapAndRun() {
        context.wrap(task).run();
    }
}
