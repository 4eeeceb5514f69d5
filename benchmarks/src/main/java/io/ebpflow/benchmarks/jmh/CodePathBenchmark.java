// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.bridge.Bridge;
import io.ebpflow.bridge.CallSites;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.bridge.SocketCalls;
import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What hooks add to a call, its first write and the read of its answer: with a stack, and with a number alone once the limit of
 * stacks is reached. The way down the stack and back is in it.
 *
 * <p>Threading: as JMH has it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.access=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"
        })
public class CodePathBenchmark {
    private static final int QUEUE_CAPACITY = 64;
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
        OpenThreads.open();
        ByteBuffer slots = ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES);
        CallSites sites = new CallSites((stack, isOpener) -> new String[0], stacks, NEVER_NS);
        Bridge.open(new SlotTable(slots, sites), new HookQueue(QUEUE_CAPACITY));
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
