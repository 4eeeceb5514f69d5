// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;

/**
 * Segments had to be sent again; the kernel sends at most one such record a second for a flow.
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpRetransmitted implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    TcpRetransmitted(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.passingFlow(record);
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.retransmitCount += record.count();
        }
        if (tracker.event(EventType.RETRANSMIT, flow, record.timeNs(), tracker.ownerOf(record)) != null) {
            tracker.publish();
        }
    }
}
