// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Exchanges;
import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;

/**
 * Our SYN was answered: the connection is there, opened by the thread that called connect().
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpConnected implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;
    private final Exchanges exchanges;

    TcpConnected(FlowTracker tracker, Exchanges exchanges) {
        this.tracker = tracker;
        this.exchanges = exchanges;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.newFlow(record);
        if (record.latencyNs() != 0) {
            flow.connectNs = record.latencyNs();
        }
        flow.openedBy.set(tracker.ownerOf(record));
        flow.usedBy.set(flow.openedBy);
        tracker.nameRemote(flow, record, flow.openedBy, true);
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.connectCount++;
            endpoint.open(flow);
            endpoint.named(flow.remoteName);
            if (flow.connectNs != FlowEvent.UNKNOWN) {
                endpoint.recordLatency(flow.connectNs, tracker.clock().nanoTime());
            }
        }
        FlowEvent event = tracker.event(EventType.CONNECT, flow, record.timeNs(), flow.openedBy);
        if (event != null) {
            event.connectNs = flow.connectNs;
            event.lookupNs = flow.lookupNs;
            event.durationNs = FlowEvent.UNKNOWN;
            tracker.publish();
        }
        exchanges.connected(flow, record.timeNs(), flow.openedBy, 0);
    }
}
