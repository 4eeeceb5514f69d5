// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.peer;

import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.Peer;
import io.ebpflow.view.FlowView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Names the container that the other end of a TCP connection is in, in the events that come once it is found: it is looked for
 * beside them, by a thread that begins with the first flow. It goes before the views that show events.
 *
 * <p>Threading: confined to the view thread, but for that thread and the counts.
 */
public final class PeerView implements FlowView {
    /** Live flows that are told apart; the one that has not moved for the longest time makes room. */
    static final int MAX_FLOWS = 8_192;

    /** Flows that begin between two looks. */
    static final int MAX_WAITING = 1_024;

    /** Flows that begin together are looked for together. */
    private static final long GATHER_NS = 200_000_000L;

    /** Between two looks; and a hundred times what one took, so that it costs one percent of a CPU at most. */
    private static final long MIN_PAUSE_NS = 1_000_000_000L;

    private static final long MAX_PAUSE_NS = 60_000_000_000L;
    private static final int PAUSES_PER_LOOK = 100;

    /** Of what {@link #close} may take. */
    private static final long STOP_MS = 200;

    private final Map<Long, Peer> peers = new LinkedHashMap<>(64, 0.75f, true);
    private final BlockingQueue<Peer> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Consumer<List<Peer>> finder;
    private final LongSupplier failedCount;
    private Thread thread;
    private volatile boolean isStopping;
    private volatile long lookCount;
    private volatile long foundCount;
    private volatile long fullCount;

    /**
     * @param finder looks for the containers of all of these
     * @param failedCount how often that was not complete
     */
    public PeerView(Consumer<List<Peer>> finder, LongSupplier failedCount) {
        this.finder = finder;
        this.failedCount = failedCount;
    }

    @Override
    public void onEvent(FlowEvent event) {
        if (!event.tcp || event.flowId == 0 || event.remote.isUnspecified() || event.type == EventType.CONNECT_FAILED) {
            return;
        }
        boolean isOver = event.type == EventType.CLOSE;
        Peer peer = isOver ? peers.remove(event.flowId) : peers.get(event.flowId);
        if (peer != null) {
            ContainerFacts container = peer.container();
            event.remoteContainer = container.isKnown() ? container : null;
        } else if (!isOver && event.type != EventType.RESET) {
            add(event);
        }
    }

    private void add(FlowEvent event) {
        Peer peer = new Peer(event.local, event.localPort, event.remote, event.remotePort, beganUs(event));
        if (!waiting.offer(peer)) {
            fullCount++;
            return; // a later event of this flow may find room
        }
        if (peers.size() >= MAX_FLOWS) {
            peers.remove(peers.keySet().iterator().next());
        }
        peers.put(event.flowId, peer);
        if (thread == null) {
            thread = new EbpflowThread("peers", this::look);
            thread.start();
        }
    }

    private static long beganUs(FlowEvent event) {
        if (event.type == EventType.CONNECT) {
            return event.epochUs;
        }
        return event.preexisting || event.durationNs < 0 ? Peer.UNKNOWN : event.epochUs - event.durationNs / 1_000;
    }

    private void look() {
        List<Peer> batch = new ArrayList<>();
        try {
            while (!isStopping) {
                batch.add(waiting.take());
                pause(GATHER_NS);
                waiting.drainTo(batch);
                long startNs = System.nanoTime();
                finder.accept(batch);
                lookCount++;
                foundCount += batch.stream()
                        .filter(peer -> peer.container().isKnown())
                        .count();
                batch.clear();
                long tookNs = System.nanoTime() - startNs;
                pause(Math.min(Math.max(MIN_PAUSE_NS, tookNs * PAUSES_PER_LOOK), MAX_PAUSE_NS) - GATHER_NS);
            }
        } catch (InterruptedException e) {
            return; // the end
        }
    }

    private void pause(long ns) {
        long endNs = System.nanoTime() + ns;
        for (long leftNs = ns; leftNs > 0 && !isStopping; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of(
                "peer_looks", lookCount,
                "peer_containers_found", foundCount,
                "peer_containers_full", fullCount,
                "peer_containers_failed", failedCount.getAsLong());
    }

    @Override
    public void close() {
        isStopping = true;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(STOP_MS); // it may be about to call native code that is let go of next
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
