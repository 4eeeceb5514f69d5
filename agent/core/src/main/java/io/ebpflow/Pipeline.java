// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.attribution.CodePaths;
import io.ebpflow.attribution.FoldedPackages;
import io.ebpflow.attribution.NativeThreads;
import io.ebpflow.attribution.ThreadRegistry;
import io.ebpflow.bridge.CallSites;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.config.Config;
import io.ebpflow.exchange.Pauses;
import io.ebpflow.flow.Endpoints;
import io.ebpflow.flow.EventQueue;
import io.ebpflow.flow.Exchanges;
import io.ebpflow.flow.FlowSweep;
import io.ebpflow.flow.FlowTable;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.flow.HookEvents;
import io.ebpflow.flow.WallClock;
import io.ebpflow.health.AgentLog;
import io.ebpflow.kernel.Attachment;
import io.ebpflow.kernel.KernelStats;
import io.ebpflow.kernel.LiveTable;
import io.ebpflow.kernel.RingReader;
import io.ebpflow.kernel.SocketDiag;
import io.ebpflow.process.OwnProcess;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.signal.Signals;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;

/**
 * Read this first: how a fact gets from the kernel to a view.
 *
 * <pre>
 *   kernel ring ──> RingReader ──> RecordDecoder ──> Signals ──> FlowTracker ──> EventQueue ──> views
 *   Java hooks  ──> HookQueue  ──> HookEvents    ──────────────────^   ^
 *   live table  ──> FlowSweep  ─────────────────────────────────────────    (once a second)
 *   sock_diag   ──> SocketDiag ──^
 * </pre>
 *
 * One {@link #runOnce} is a duty cycle. Records and hook events are taken in the order of their times; who did it is asked
 * of the {@link ThreadRegistry}; what the views need is copied into a preallocated event.
 *
 * <p>Threading: confined to the reader thread; {@link Mailbox} is the way in for others.
 */
final class Pipeline {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Records between two looks at the room in the event queue. */
    private static final int BATCH = 1_024;

    /** Within what the end of the JVM waits for. */
    private static final long FINISH_NS = 300_000_000L;

    private static final int HOOK_QUEUE_CAPACITY = 16_384;

    /** Preallocated, about 250 bytes each: what a view may be behind before the reader waits for it. */
    private static final int EVENT_QUEUE_CAPACITY = 8_192;

    private final CallSites callSites;
    private final SlotTable slots;
    private final RequestTable requests = new RequestTable();
    private final HookQueue hooks = new HookQueue(HOOK_QUEUE_CAPACITY);
    private final EventQueue events = new EventQueue(EVENT_QUEUE_CAPACITY);
    private final WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
    private final Pauses pauses;
    private final OwnProcess process;
    private final RingReader ring;
    private final KernelStats stats;
    private final ThreadRegistry threads;
    private final FlowTracker tracker;
    private final RecordDecoder decoder;
    private final HookEvents hookEvents;
    private final SocketDiag diag;
    private final FlowSweep sweep;
    private final Losses losses;
    private long sweepDueNs;

    /** Every record of before this time has been taken. */
    private long drainedNs;

    /**
     * @param nativeThreads null if this JVM does not tell the tid of a thread
     * @param log told once if lost closes cannot be found
     * @throws IOException if a map cannot be mapped
     */
    Pipeline(
            Attachment attachment,
            NativeThreads nativeThreads,
            Pauses pauses,
            OwnProcess process,
            Config config,
            AgentLog log)
            throws IOException {
        this.pauses = pauses;
        this.process = process;
        callSites = new CallSites(
                new CodePaths(new FoldedPackages(config.fold())),
                config.stacks(),
                config.slow().leastNs() / 2);
        slots = new SlotTable(attachment.slots(), callSites);
        ring = attachment.ring();
        stats = attachment.stats();
        LiveTable live = attachment.live();
        threads = new ThreadRegistry(slots, requests, nativeThreads);
        tracker = new FlowTracker(new FlowTable(FlowTable.MAX_FLOWS), new Endpoints(), threads, events, clock);
        Exchanges exchanges = new Exchanges(tracker, config.slow(), pauses);
        hookEvents = new HookEvents(hooks, tracker, exchanges);
        decoder = Signals.register(new RecordDecoder(hookEvents::runBefore), tracker, exchanges);
        diag = new SocketDiag(log::warn);
        sweep = new FlowSweep(tracker, exchanges, live, diag, config.snapshotNs(), System.nanoTime());
        losses = new Losses(stats, tracker, sweep, decoder, hookEvents, hooks, events, slots);
    }

    /**
     * One duty cycle.
     *
     * @return how much was done; 0: the caller may sleep
     */
    int runOnce() {
        // In this order: the record of what a hook saw is in the ring before the hook's entry is in the queue.
        long hookLimit = hooks.newest();
        long startNs = clock.nanoTime();
        long producedBytes = ring.producedBytes();
        int done = drain();
        if (ring.consumedBytes() >= producedBytes) {
            drainedNs = startNs;
            done += hookEvents.runUntil(hookLimit, events.free());
        }
        long nowNs = clock.nanoTime();
        if (nowNs >= sweepDueNs) {
            sweepDueNs = nowNs + SECOND_NS;
            clock.synchronize();
            threads.scan(nowNs);
            callSites.sweep();
            sweep.run(nowNs, drainedNs);
            losses.show(nowNs);
            process.refresh(nowNs);
        }
        return done;
    }

    /**
     * Leaves records in the kernel's ring while the views are behind, as long as the ring has room: it is the bigger
     * buffer. Beyond that events are dropped here, and counted, so that flows and counters stay right.
     */
    private int drain() {
        int done = 0;
        int batch;
        do {
            boolean mayWait = ring.backlogBytes() < ring.ringBytes() / 4 * 3;
            if (mayWait && events.free() < 2 * BATCH) {
                return done;
            }
            pauses.poll(clock.nanoTime()); // the pause that made a read late ended before that read
            batch = ring.drain(decoder, BATCH);
            done += batch;
        } while (batch == BATCH);
        return done;
    }

    /**
     * The last cycle: everything that happened until now is shown. For a while it waits for the views, which may be
     * behind; what does not fit after that is dropped and counted.
     */
    void finish() {
        long deadlineNs = clock.nanoTime() + FINISH_NS;
        drainAll(deadlineNs);
        awaitRoom(deadlineNs);
        hookEvents.runUntil(hooks.newest(), Integer.MAX_VALUE);
        sweep.refresh();
        sweep.finish();
        // Whose entry was freed while we swept has its records in the ring; what the sweep showed they do not show
        // again.
        drainAll(deadlineNs);
        awaitRoom(clock.nanoTime() + FINISH_NS / 4);
        losses.show(Long.MAX_VALUE);
    }

    /** The very end, however it came about. */
    void close() {
        diag.close();
    }

    private void drainAll(long deadlineNs) {
        do {
            awaitRoom(deadlineNs);
            pauses.poll(clock.nanoTime());
        } while (ring.drain(decoder, BATCH) == BATCH);
    }

    private void awaitRoom(long deadlineNs) {
        while (events.free() < 2 * BATCH && clock.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    Pauses pauses() {
        return pauses;
    }

    RequestTable requests() {
        return requests;
    }

    SlotTable slots() {
        return slots;
    }

    HookQueue hooks() {
        return hooks;
    }

    EventQueue events() {
        return events;
    }

    ThreadRegistry threads() {
        return threads;
    }

    FlowTracker tracker() {
        return tracker;
    }

    FlowSweep sweep() {
        return sweep;
    }

    Losses losses() {
        return losses;
    }

    KernelStats stats() {
        return stats;
    }

    RecordDecoder decoder() {
        return decoder;
    }
}
