// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.attribution.ThreadRegistry;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.flow.Endpoints;
import io.ebpflow.flow.EventQueue;
import io.ebpflow.flow.Exchanges;
import io.ebpflow.flow.FlowTable;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.flow.HookEvents;
import io.ebpflow.flow.SlowThresholds;
import io.ebpflow.flow.WallClock;
import io.ebpflow.kernel.libc.JnaLoader;
import io.ebpflow.kernel.libc.LibC;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;
import io.ebpflow.signal.Signals;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the ring to the queue of the views, as Pipeline wires it, per record: what the reader thread does. The views are
 * not in it; events are taken from the queue and forgotten.
 *
 * <p>Threading: as JMH has it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class RecordBenchmark {
    private static final int RECORDS = 64;
    private static final int QUEUE_CAPACITY = 8_192;

    private final MemoryRing connectsAndCloses = new MemoryRing(RECORDS);
    private final MemoryRing retransmits = new MemoryRing(RECORDS);
    private EventQueue events;
    private RecordDecoder decoder;

    @Setup
    public void wire() {
        JnaLoader.load();
        SlotTable slots = new SlotTable(ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES));
        Thread self = Thread.currentThread();
        long id = self.getId();
        int tid = LibC.gettid();
        slots.register(self, id, tid, 0);
        events = new EventQueue(QUEUE_CAPACITY);
        FlowTracker tracker = new FlowTracker(
                new FlowTable(FlowTable.MAX_FLOWS),
                new Endpoints(),
                new ThreadRegistry(slots, new RequestTable(), null),
                events,
                new WallClock(Clock.systemUTC(), System::nanoTime));
        SlowThresholds never = new SlowThresholds(SlowThreshold.ofNs(Long.MAX_VALUE / 2), List.of());
        Exchanges exchanges = new Exchanges(tracker, never, Pauses.none());
        HookEvents hookEvents = new HookEvents(new HookQueue(QUEUE_CAPACITY), tracker, exchanges);
        decoder = Signals.register(new RecordDecoder(hookEvents::runBefore), tracker, exchanges);
        MemoryRing opened = new MemoryRing(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            int type = i % 2 == 0 ? RecordLayout.TCP_CONNECTED : RecordLayout.TCP_CLOSED;
            connectsAndCloses.put(i, type, 1_000 + i / 2, id, tid);
            opened.put(i, RecordLayout.TCP_CONNECTED, 1 + i, id, tid);
            retransmits.put(i, RecordLayout.TCP_RETRANSMITTED, 1 + i, id, tid);
        }
        drain(opened);
    }

    /** Of flows that are known: allocates nothing. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long retransmit() {
        return drain(retransmits);
    }

    /** One new flow for every two records. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long connectAndClose() {
        return drain(connectsAndCloses);
    }

    private long drain(MemoryRing ring) {
        long done = ring.drain(decoder);
        while (events.peek() != null) {
            events.release();
            done++;
        }
        if (done != 2 * RECORDS || decoder.malformedCount() != 0) {
            throw new IllegalStateException("not every record became an event: " + done);
        }
        return done;
    }
}
