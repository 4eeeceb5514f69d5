// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.attribution.ThreadRegistry;
import io.ebpflow.record.KernelRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What the signals work on: the flows, who is behind them, and the way to the views. A signal finds its flow here, says
 * what happened, and publishes an event.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class FlowTracker {
    private final FlowTable flows;
    private final Endpoints endpoints;
    private final ThreadRegistry threads;
    private final EventQueue events;
    private final WallClock clock;
    private final RemoteNames remoteNames;
    private final RequestTimes requestTimes = new RequestTimes();
    private final RequestCounts requestCounts;
    private final Accepts accepts = new Accepts(this);
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

    public Accepts accepts() {
        return accepts;
    }

    MultiplexedFlows multiplexed() {
        return multiplexed;
    }

    /** A flow that begins with this record, whatever was known under its cookie. */
    public Flow newFlow(KernelRecord record) {
        Flow flow = flows.create(keyOf(record), record.cookie());
        flow.identify(record);
        if (flow.tcp) {
            multiplexed.add(flow);
        }
        flow.update(record);
        return flow;
    }

    /** The flow of a record that creates none: if it is not known, it never came to life, or is over, or was evicted. */
    public Flow passingFlow(KernelRecord record) {
        Flow flow = flows.get(keyOf(record));
        if (flow == null) {
            flow = new Flow();
            flow.identify(record);
            flow.cookie = record.cookie();
            flow.multiplexedNs = multiplexed.sinceNs(flow.cookie);
        }
        flow.update(record);
        return flow;
    }

    private static long keyOf(KernelRecord record) {
        return record.isTcp() ? record.cookie() : UdpFlows.key(record);
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
        event.setFlow(flow, timeNs);
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

    /** Forgets a flow that ended. */
    public void end(Flow flow) {
        accepts.end(flow);
        Endpoint.close(flow);
        flows.remove(flow);
        multiplexed.end(flow);
    }

    private void dropped(Flow flow) {
        accepts.forget(flow);
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
