// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

/**
 * Connections that wait in an accept queue, found by their address pair: no tracepoint sees accept(), so Java's hook says
 * when it returned. A pair belongs to one connection at a time, so the join is exact.
 *
 * <p>Threading: confined to the reader thread.
 */
final class PendingAccepts {
    private final LongTable<Flow> byHash = new LongTable<>(256);

    void add(Flow flow) {
        long hash = hash(flow.remote, flow.remotePort, flow.localPort);
        flow.nextPending = byHash.get(hash);
        byHash.put(hash, flow);
    }

    /** Takes the connection of this pair out; null if there is none. */
    Flow take(Address remote, int remotePort, int localPort) {
        long hash = hash(remote, remotePort, localPort);
        for (Flow flow = byHash.get(hash); flow != null; flow = flow.nextPending) {
            if (flow.remotePort == remotePort && flow.localPort == localPort && flow.remote.sameAs(remote)) {
                unlink(hash, flow);
                return flow;
            }
        }
        return null;
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
