// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.bridge.Bridge;
import io.ebpflow.bridge.CallSites;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How calls of the bridge are measured, without an agent: in this JVM it is open to the bridge by the options of its command line.
 *
 * <p>Threading: as JMH has it.
 */
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
abstract class HookBenchmark {
    private static final int QUEUE_CAPACITY = 8_192;

    /** @param sites null: code paths are not taken */
    final SlotTable openBridge(CallSites sites) throws InterruptedException, ExecutionException {
        OpenThreads.open();
        ByteBuffer memory = ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES);
        SlotTable slots = new SlotTable(memory, sites);
        Bridge.open(slots, new HookQueue(QUEUE_CAPACITY));
        return slots;
    }
}
