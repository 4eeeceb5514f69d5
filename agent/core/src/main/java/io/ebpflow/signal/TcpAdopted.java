// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;

/**
 * A connection older than the agent does something for the first time: known from here on, with its counters since it began.
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpAdopted implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    TcpAdopted(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.newFlow(record);
        flow.usedBy.set(tracker.ownerOf(record));
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.open(flow);
        }
        if (tracker.event(EventType.FLOW, flow, record.timeNs(), flow.usedBy) != null) {
            tracker.publish();
        }
    }
}
