// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.bridge.Bridge;
import io.ebpflow.bridge.CallSites;
import io.ebpflow.bridge.SocketCalls;
import java.util.concurrent.ExecutionException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What hooks add to a call, its first write and the read of its answer: with a stack, and with a number alone once the limit of
 * stacks is reached. The way down the stack and back is in it.
 *
 * <p>Threading: as JMH has it.
 */
@State(Scope.Benchmark)
public class CodePathBenchmark extends HookBenchmark {
    private static final long NEVER_NS = Long.MAX_VALUE;

    /** Of JMH itself. */
    private static final int OTHER_FRAMES = 10;

    private final Object connection = new Object();

    /** Most stacks a second. */
    @Param({"0", "2000000000"})
    public int stacks;

    /** Frames. */
    @Param({"30", "100"})
    public int depth;

    @Setup
    public void open() throws InterruptedException, ExecutionException {
        openBridge(new CallSites((stack, isOpener) -> new String[0], stacks, NEVER_NS));
    }

    @Benchmark
    public int call() throws Throwable {
        return descend(depth - OTHER_FRAMES);
    }

    private int descend(int frames) throws Throwable {
        if (frames > 0) {
            return descend(frames - 1) + 1;
        }
        SocketCalls.exitWrite(SocketCalls.enterWrite(connection));
        SocketCalls.exitRead(Bridge.enterIo(), connection, 1);
        return 0;
    }

    /** The way down and back. */
    @Benchmark
    public int descend() {
        return only(depth - OTHER_FRAMES);
    }

    private int only(int frames) {
        return frames > 0 ? only(frames - 1) + 1 : 0;
    }
}
