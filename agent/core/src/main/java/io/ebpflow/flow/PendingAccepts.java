// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.net.Address;
import io.ebpflow.table.LongTable;
import java.util.ArrayDeque;

/**
 * Connections that wait in an accept queue, found by their address pair: no tracepoint sees accept(), so Java's hook says
 * when it returned. A pair belongs to one connection at a time, and a queue is first in, first out: the join is exact.
 *
 * <p>Threading: confined to the reader thread.
 */
final class PendingAccepts {
    /** A dead connection stays in its accept queue until the application gets to it, if it ever does. */
    private static final long KEEP_ENDED_NS = 60_000_000_000L;

    /** More than any accept queue: net.core.somaxconn is 4096. */
    private static final int MAX_ENDED = 16_384;

    private final LongTable<Flow> byHash = new LongTable<>(256);
    private final ArrayDeque<Flow> ended = new ArrayDeque<>();

    void add(Flow flow) {
        long hash = hash(flow.remote, flow.remotePort, flow.localPort);
        flow.nextPending = byHash.get(hash);
        byHash.put(hash, flow);
    }

    /** Its connection ended in the queue, by a reset for example: accept() will return it all the same. */
    void end(Flow flow) {
        if (ended.size() >= MAX_ENDED) {
            remove(ended.poll());
        }
        flow.isOver = true;
        ended.add(flow);
    }

    /** Forgets those that nobody accepted for a minute: their listener is gone. */
    void forgetEnded(long nowNs) {
        while (!ended.isEmpty() && nowNs - ended.peek().lastNs > KEEP_ENDED_NS) {
            remove(ended.poll());
        }
    }

    /** Takes the oldest connection of this pair out, as accept() does; null if there is none. */
    Flow take(Address remote, int remotePort, int localPort) {
        long hash = hash(remote, remotePort, localPort);
        Flow oldest = null;
        for (Flow flow = byHash.get(hash); flow != null; flow = flow.nextPending) {
            if (flow.remotePort == remotePort && flow.localPort == localPort && flow.remote.sameAs(remote)) {
                oldest = flow; // the newest is first
            }
        }
        if (oldest != null) {
            unlink(hash, oldest);
        }
        return oldest;
    }

    /** Takes a connection out that will not be accepted any more. */
    void remove(Flow flow) {
        unlink(hash(flow.remote, flow.remotePort, flow.localPort), flow);
    }

    private void unlink(long hash, Flow flow) {
        Flow before = null;
        Flow at = byHash.get(hash);
        while (at != null && at != flow) {
            before = at;
            at = at.nextPending;
        }
        if (at == null) {
            return;
        }
        if (before != null) {
            before.nextPending = flow.nextPending;
        } else if (flow.nextPending != null) {
            byHash.put(hash, flow.nextPending);
        } else {
            byHash.remove(hash);
        }
        flow.nextPending = null;
    }

    private static long hash(Address remote, int remotePort, int localPort) {
        return (remote.high() * 31 + remote.low()) * 31 + ((long) remotePort << 16 | localPort);
    }
}
