// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.bridge.Bridge;
import io.ebpflow.bridge.CallSites;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.Requests;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.bridge.SocketCalls;
import io.ebpflow.kernel.libc.LibC;
import java.util.concurrent.ExecutionException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a hook adds to each read and write of the application, beside a call of an empty method and the cheapest system
 * call that there is.
 *
 * <p>Threading: as JMH has it.
 */
@State(Scope.Benchmark)
public class BridgeBenchmark extends HookBenchmark {
    private final Object connection = new Object();

    @Setup
    public void open() throws InterruptedException, ExecutionException {
        SlotTable slots = openBridge(new CallSites((stack, isOpener) -> new String[0], 0, Long.MAX_VALUE));
        Requests.open(slots, new RequestTable());
    }

    /**
     * A thread that serves a request. For each iteration anew: JMH gives each a virtual thread of its own.
     *
     * <p>Threading: as JMH has it.
     */
    @State(Scope.Thread)
    public static class Serving {
        private long before;

        @Setup(Level.Iteration)
        public void begin() throws Throwable {
            before = Requests.enterHttp("GET", "/orders/{id}");
        }

        @TearDown(Level.Iteration)
        public void end() throws Throwable {
            Requests.exit(before);
        }
    }

    @Benchmark
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void emptyMethod() {}

    @Benchmark
    public void enterAndExitIo() throws Throwable {
        Bridge.exitIo(Bridge.enterIo());
    }

    @Benchmark
    public void enterAndExitIoOfRequest(Serving serving) throws Throwable {
        Bridge.exitIo(Bridge.enterIo());
    }

    /** Of a call that has begun: each further write finds out that it is none of another. */
    @Benchmark
    public void enterAndExitWriteOfRequest(Serving serving) throws Throwable {
        SocketCalls.exitWrite(SocketCalls.enterWrite(connection));
    }

    @Benchmark
    public int gettid() {
        return LibC.gettid();
    }
}
