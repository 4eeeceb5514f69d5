// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.attribution.ThreadRegistry;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What the signals work on: the flows, who is behind them, and the way to the views. A signal finds its flow here, says
 * what happened, and publishes an event.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class FlowTracker {
    static final int IPPROTO_TCP = 6;

    private final FlowTable flows;
    private final Endpoints endpoints;
    private final ThreadRegistry threads;
    private final EventQueue events;
    private final WallClock clock;
    private final RemoteNames remoteNames;
    private final RequestTimes requestTimes = new RequestTimes();
    private final RequestCounts requestCounts;
    private final PendingAccepts pendingAccepts = new PendingAccepts();
    private final MultiplexedFlows multiplexed = new MultiplexedFlows();
    private final List<Flow> droppedUdp = new ArrayList<>();
    private final Attributed who = new Attributed();

    public FlowTracker(
            FlowTable flows, Endpoints endpoints, ThreadRegistry threads, EventQueue events, WallClock clock) {
        this.flows = flows;
        this.endpoints = endpoints;
        this.threads = threads;
        this.events = events;
        this.clock = clock;
        remoteNames = new RemoteNames(threads.hostNames());
        requestCounts = new RequestCounts(threads, requestTimes);
        flows.onDropped(this::dropped);
    }

    public FlowTable flows() {
        return flows;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public ThreadRegistry threads() {
        return threads;
    }

    public WallClock clock() {
        return clock;
    }

    public RequestTimes requestTimes() {
        return requestTimes;
    }

    /** Counts requests from this one on; see {@link RequestCounts#startBehind}. */
    public void countRequestsBehind(long id) {
        requestCounts.startBehind(id);
    }

    /** Counts requests that have begun a while ago. */
    void countRequests() {
        requestCounts.sweep();
    }

    /** Requests that could not be counted. */
    public long missedRequests() {
        return requestCounts.missedCount();
    }

    /** Lookups that could not be told to belong to a connect. */
    public long overwrittenLookups() {
        return remoteNames.overwrittenCount();
    }

    RemoteNames remoteNames() {
        return remoteNames;
    }

    PendingAccepts pendingAccepts() {
        return pendingAccepts;
    }

    MultiplexedFlows multiplexed() {
        return multiplexed;
    }

    /** A flow that begins with this record, whatever was known under its cookie. */
    public Flow newFlow(KernelRecord record) {
        Flow flow = identify(flows.create(keyOf(record), record.cookie()), record);
        if (flow.tcp) {
            multiplexed.add(flow);
        }
        update(flow, record);
        return flow;
    }

    /** The flow of a record that creates none: if it is not known, it never came to life, or is over, or was evicted. */
    public Flow passingFlow(KernelRecord record) {
        Flow flow = flows.get(keyOf(record));
        if (flow == null) {
            flow = identify(new Flow(), record);
            flow.cookie = record.cookie();
            flow.multiplexedNs = multiplexed.sinceNs(flow.cookie);
        }
        update(flow, record);
        return flow;
    }

    private static long keyOf(KernelRecord record) {
        return record.protocol() == IPPROTO_TCP ? record.cookie() : UdpFlows.key(record);
    }

    private static Flow identify(Flow flow, KernelRecord record) {
        flow.tcp = record.protocol() == IPPROTO_TCP;
        flow.inbound = record.role() == RecordLayout.ROLE_SERVER || record.role() == RecordLayout.ROLE_LISTENER;
        flow.directionKnown = record.role() != RecordLayout.ROLE_UNKNOWN;
        flow.hasNoEntry = record.has(RecordLayout.FLAG_NOT_LIVE);
        flow.preexisting = record.has(RecordLayout.FLAG_PREEXISTING);
        flow.accepted = !flow.inbound || flow.preexisting;
        record.readLocal(flow.local);
        record.readRemote(flow.remote);
        flow.localPort = record.localPort();
        flow.remotePort = record.remotePort();
        flow.interfaceIndex = record.interfaceIndex();
        flow.startNs = record.startNs();
        return flow;
    }

    private static void update(Flow flow, KernelRecord record) {
        flow.lastNs = record.timeNs();
        if (flow.tcp) {
            flow.bytesSent = record.bytesSent();
            flow.bytesReceived = record.bytesReceived();
            flow.segmentsOut = record.segmentsOut();
            flow.segmentsIn = record.segmentsIn();
            flow.retransmits = record.retransmits();
            flow.srttUs = record.srttUs();
        }
    }

    /**
     * What the connecting thread called the other end, and how long it had waited for the address right before.
     *
     * @param isOpen false: the connect failed, and the thread may try another address of the same lookup
     */
    public void nameRemote(Flow flow, KernelRecord record, Attributed opener, boolean isOpen) {
        flow.remoteName = remoteNames.of(record.nameId());
        if (flow.remoteName != null && record.latencyNs() != 0) {
            long synNs = record.timeNs() - record.latencyNs();
            flow.lookupNs = remoteNames.lookupNs(opener.threadId, flow.remoteName, synNs, isOpen);
        }
    }

    /** Tells the endpoint what came to the flow's counters since the last time. */
    public void account(Flow flow) {
        if (flow.bytesSent == flow.accountedSent && flow.bytesReceived == flow.accountedReceived) {
            return;
        }
        Endpoint endpoint = endpoints.of(flow);
        if (endpoint != null) {
            endpoint.bytesSent += flow.bytesSent - flow.accountedSent;
            endpoint.bytesReceived += flow.bytesReceived - flow.accountedReceived;
        }
        flow.accountedSent = flow.bytesSent;
        flow.accountedReceived = flow.bytesReceived;
    }

    /** Who caused a record; the object is used again for the next call. */
    public Attributed ownerOf(KernelRecord record) {
        threads.attribute(record, clock.nanoTime(), who);
        return who;
    }

    /**
     * An event about a flow, filled with all the flow knows; to be followed by {@link #publish}.
     *
     * @return null when the queue to the views is full, which is counted
     */
    public FlowEvent event(EventType type, Flow flow, long timeNs, Attributed owner) {
        FlowEvent event = events.claim();
        if (event == null) {
            return null;
        }
        event.reset(type, clock.epochUs(timeNs));
        event.tcp = flow.tcp;
        event.inbound = flow.inbound;
        event.directionKnown = flow.directionKnown;
        event.preexisting = flow.preexisting;
        event.local.set(flow.local);
        event.remote.set(flow.remote);
        event.localPort = flow.localPort;
        event.remotePort = flow.remotePort;
        event.remoteName = flow.remoteName;
        event.interfaceIndex = flow.interfaceIndex;
        event.flowId = flow.cookie;
        event.bytesSent = flow.bytesSent;
        event.bytesReceived = flow.bytesReceived;
        event.segmentsOut = flow.segmentsOut;
        event.segmentsIn = flow.segmentsIn;
        if (flow.tcp) {
            event.retransmits = flow.retransmits;
            event.srttUs = flow.srttUs == 0 ? FlowEvent.UNKNOWN : flow.srttUs;
        }
        if (flow.startNs != 0) {
            event.durationNs = Math.max(0, timeNs - flow.startNs);
        }
        event.openedBy = flow.openedBy.path;
        event.setOwner(owner);
        return event;
    }

    /** A blank event that is about no flow. */
    public FlowEvent event(EventType type, long timeNs) {
        FlowEvent event = events.claim();
        return event == null ? null : event.reset(type, clock.epochUs(timeNs));
    }

    /** Hands the event over. */
    public void publish() {
        events.publish();
    }

    /** An inbound connection waits for accept(). */
    public void awaitAccept(Flow flow) {
        pendingAccepts.add(flow);
    }

    /**
     * accept() returned a connection.
     *
     * @param timeNs when, or 0 if nobody saw it: the JVM has used the connection, so it was accepted, without a hook
     */
    void accepted(Flow flow, long timeNs, Attributed acceptor) {
        flow.accepted = true;
        if (timeNs != 0) {
            flow.acceptWaitNs = Math.max(0, timeNs - flow.startNs);
            flow.openedBy.set(acceptor);
        }
        Endpoint endpoint = endpoints.of(flow);
        if (endpoint != null) {
            endpoint.connectCount++;
            if (!flow.isOver) {
                endpoint.open(flow);
            }
            if (timeNs != 0) {
                endpoint.recordLatency(flow.acceptWaitNs, clock.nanoTime());
            }
        }
        FlowEvent event = event(EventType.ACCEPT, flow, timeNs != 0 ? timeNs : flow.startNs, acceptor);
        if (event != null) {
            event.acceptWaitNs = flow.acceptWaitNs;
            event.durationNs = FlowEvent.UNKNOWN;
            publish();
        }
    }

    /** Nobody saw accept() return this connection, but a thread of ours has used it. */
    public void acceptedUnseen(Flow flow) {
        pendingAccepts.remove(flow);
        who.clear();
        accepted(flow, 0, who);
    }

    /** Forgets a flow that ended. */
    public void end(Flow flow) {
        if (!flow.accepted) {
            pendingAccepts.end(flow);
        }
        Endpoint.close(flow);
        flows.remove(flow);
        multiplexed.end(flow);
    }

    private void dropped(Flow flow) {
        if (!flow.accepted) {
            pendingAccepts.remove(flow);
        }
        Endpoint.close(flow);
        multiplexed.forget(flow);
        if (!flow.tcp && !flow.counted) {
            droppedUdp.add(flow);
        }
    }

    /** UDP flows that left the table to make room: the kernel still keeps an entry for each. The caller empties it. */
    List<Flow> droppedUdp() {
        return droppedUdp;
    }
}
