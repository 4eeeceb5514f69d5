// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.attribution.ThreadRegistry;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.flow.Endpoints;
import io.ebpflow.flow.EventQueue;
import io.ebpflow.flow.Exchanges;
import io.ebpflow.flow.FlowTable;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.flow.SlowThresholds;
import io.ebpflow.flow.WallClock;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;
import io.ebpflow.signal.Signals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.util.List;

/**
 * Runs made-up records through a pipeline of its own while the loader is at work, so that the first burst of an
 * application does not meet cold code: loading the reader's classes cost it 0.1 s of CPU time, which on a busy machine is
 * a second in which the kernel's ring overflows.
 *
 * <p>Threading: confined to the thread that runs it; shares nothing with the real pipeline.
 */
final class WarmUp implements Runnable {
    private static final int ROUNDS = 200;
    private static final byte IPPROTO_TCP = 6;

    private static final int[] TYPES = {
        RecordLayout.TCP_CONNECTED,
        RecordLayout.TCP_EXCHANGED,
        RecordLayout.TCP_RETRANSMITTED,
        RecordLayout.TCP_RESET,
        RecordLayout.TCP_CLOSED,
        RecordLayout.TCP_ARRIVED,
        RecordLayout.TCP_CLOSED,
        RecordLayout.TCP_CONNECT_FAILED,
    };

    @Override
    public void run() {
        EventQueue events = new EventQueue(16);
        RecordDecoder decoder = new RecordDecoder(timeNs -> {});
        FlowTracker tracker = tracker(events);
        Exchanges exchanges =
                new Exchanges(tracker, new SlowThresholds(SlowThreshold.adaptive(), List.of()), Pauses.none());
        Signals.register(decoder, tracker, exchanges);
        ByteBuffer record =
                ByteBuffer.allocateDirect(RecordLayout.EXCHANGE_RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROUNDS * TYPES.length; i++) {
            fill(record, TYPES[i % TYPES.length], i / TYPES.length);
            decoder.onRecord(record, 0, record.capacity());
            while (events.peek() != null) {
                events.release();
            }
        }
    }

    private static FlowTracker tracker(EventQueue events) {
        ByteBuffer slots = ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES);
        ThreadRegistry threads = new ThreadRegistry(new SlotTable(slots), new RequestTable(), null);
        WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
        return new FlowTracker(new FlowTable(FlowTable.MAX_FLOWS), new Endpoints(), threads, events, clock);
    }

    private static void fill(ByteBuffer record, int type, int round) {
        boolean isInbound = type == RecordLayout.TCP_ARRIVED;
        record.putShort(RecordLayout.RECORD_TYPE, (short) type);
        boolean isExchange = type == RecordLayout.TCP_EXCHANGED;
        record.putShort(RecordLayout.RECORD_SIZE, (short)
                (isExchange ? RecordLayout.EXCHANGE_RECORD_BYTES : RecordLayout.RECORD_BYTES));
        record.put(RecordLayout.RECORD_PROTOCOL, IPPROTO_TCP);
        record.put(RecordLayout.RECORD_ROLE, (byte) (isInbound ? RecordLayout.ROLE_SERVER : RecordLayout.ROLE_CLIENT));
        record.putLong(RecordLayout.RECORD_COOKIE, round + 1);
        record.putLong(RecordLayout.RECORD_TIME_NS, System.nanoTime());
        record.putLong(RecordLayout.RECORD_START_NS, System.nanoTime());
        record.putLong(RecordLayout.RECORD_LATENCY_NS, 1_000 + round);
        record.putShort(RecordLayout.RECORD_ENDPOINTS_LOCAL_PORT, (short) (1_024 + round));
        record.putShort(RecordLayout.RECORD_ENDPOINTS_REMOTE_PORT, (short) 80);
        record.putLong(RecordLayout.RECORD_ENDPOINTS_REMOTE_ADDR + Long.BYTES, 0x0100007fffff0000L); // ::ffff:127.0.0.1
        int exchange = RecordLayout.RECORD_BYTES;
        record.putLong(exchange + RecordLayout.EXCHANGE_FIRST_SEND_NS, System.nanoTime());
        record.putLong(exchange + RecordLayout.EXCHANGE_LAST_READ_NS, System.nanoTime() + 1_000_000);
        record.putInt(exchange + RecordLayout.EXCHANGE_NUMBER, round + 1);
        record.putLong(
                RecordLayout.RECORD_OWNER_THREAD_ID, Thread.currentThread().getId());
    }
}
