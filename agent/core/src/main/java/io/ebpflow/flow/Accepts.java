// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.net.Address;

/**
 * Inbound connections, from the accept queue to the event that says who accepted them.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class Accepts {
    private final FlowTracker tracker;
    private final PendingAccepts pending = new PendingAccepts();
    private final Attributed nobody = new Attributed();

    Accepts(FlowTracker tracker) {
        this.tracker = tracker;
    }

    /** An inbound connection waits for accept(). */
    public void await(Flow flow) {
        pending.add(flow);
    }

    /** Takes the oldest connection of this pair out, as accept() does; null if there is none. */
    Flow take(Address remote, int remotePort, int localPort) {
        return pending.take(remote, remotePort, localPort);
    }

    /**
     * accept() returned a connection that was taken out.
     *
     * @param timeNs when, or 0 if nobody saw it: the JVM has used the connection, so it was accepted, without a hook
     */
    void returned(Flow flow, long timeNs, Attributed acceptor) {
        flow.accepted = true;
        if (timeNs != 0) {
            flow.acceptWaitNs = Math.max(0, timeNs - flow.startNs);
            flow.openedBy.set(acceptor);
        }
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.connectCount++;
            if (!flow.isOver) {
                endpoint.open(flow);
            }
            if (timeNs != 0) {
                endpoint.recordLatency(flow.acceptWaitNs, tracker.clock().nanoTime());
            }
        }
        FlowEvent event = tracker.event(EventType.ACCEPT, flow, timeNs != 0 ? timeNs : flow.startNs, acceptor);
        if (event != null) {
            event.acceptWaitNs = flow.acceptWaitNs;
            event.durationNs = FlowEvent.UNKNOWN;
            tracker.publish();
        }
    }

    /** Nobody saw accept() return this connection, but a thread of ours has used it. */
    public void unseen(Flow flow) {
        pending.remove(flow);
        returned(flow, 0, nobody);
    }

    /** Once a second, of each flow. Used but not accepted, at two sweeps: its hook would have been here by now, so there is none. */
    void sweep(Flow flow) {
        if (flow.accepted || flow.usedBy.tid == 0 && flow.usedBy.threadId == 0) {
            return;
        }
        if (flow.usedUnaccepted) {
            unseen(flow);
        }
        flow.usedUnaccepted = true;
    }

    /** A connection ended. */
    void end(Flow flow) {
        if (!flow.accepted) {
            pending.end(flow);
        }
    }

    /** A connection that may well live had to make room. */
    void forget(Flow flow) {
        if (!flow.accepted) {
            pending.remove(flow);
        }
    }

    /** Lets go of connections whose listener has gone. */
    void forgetEnded(long nowNs) {
        pending.forgetEnded(nowNs);
    }
}
