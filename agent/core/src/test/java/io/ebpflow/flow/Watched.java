// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.ThreadRegistry;
import io.ebpflow.bridge.HookOffers;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.kernel.LiveBytes;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;
import io.ebpflow.signal.Signals;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The pipeline without its ends: records go in as bytes, events come out as text. Monotonic time 0 is the epoch. */
public final class Watched {
    public static final long SECOND_NS = 1_000_000_000L;

    private long nowNs;
    private final SlotTable slots =
            new SlotTable(ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES));
    private final WallClock clock = new WallClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> nowNs);
    final EventQueue events = new EventQueue(1_024);
    final HookQueue queue = new HookQueue(64);
    final FlowTable flows;
    public final HookOffers hooks = new HookOffers(queue);
    public final LiveBytes live = new LiveBytes();
    public final Sockets sockets = new Sockets();
    public final FlowTracker tracker;
    public final HookEvents hookEvents;
    public final RecordDecoder decoder;
    public final FlowSweep sweep;

    public Watched() {
        this(1_000);
    }

    public Watched(int maxFlows) {
        this(maxFlows, new SlowThresholds(SlowThreshold.ofNs(100_000_000), List.of()), Pauses.none());
    }

    Watched(int maxFlows, SlowThresholds thresholds, Pauses pauses) {
        flows = new FlowTable(maxFlows);
        ThreadRegistry threads = new ThreadRegistry(slots, new RequestTable(), null);
        tracker = new FlowTracker(flows, new Endpoints(), threads, events, clock);
        Exchanges exchanges = new Exchanges(tracker, thresholds, pauses);
        hookEvents = new HookEvents(queue, tracker, exchanges);
        decoder = Signals.register(new RecordDecoder(hookEvents::runBefore), tracker, exchanges);
        sweep = new FlowSweep(tracker, exchanges, live.table(), sockets, 10 * SECOND_NS, 0);
    }

    /** What the kernel sends; it is now. */
    public void see(RecordBytes record) {
        nowNs = Math.max(nowNs, record.memory().getLong(RecordLayout.RECORD_TIME_NS));
        record.to(decoder);
    }

    /** A Java thread that the kernel knows by its slot. */
    public Thread thread(String name, int tid) {
        Thread thread = new Thread(name);
        slots.register(thread, thread.getId(), tid, 0);
        return thread;
    }

    /** Sweeps at this moment, with every record read. */
    public void sweepAt(long ns) {
        sweepAt(ns, ns);
    }

    /** Sweeps at this moment; records since another one are still in the ring. */
    void sweepAt(long ns, long drainedNs) {
        nowNs = ns;
        sweep.run(ns, drainedNs);
    }

    /** Events since the last call, one line each. */
    public List<String> seen() {
        List<String> lines = new ArrayList<>();
        for (FlowEvent event = events.peek(); event != null; event = events.peek()) {
            lines.add(EventText.of(event));
            events.release();
        }
        return lines;
    }

    public static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port); // a literal: nothing is looked up
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
