// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;

/**
 * An RST was sent or received on an established connection. Ours may come after the close it belongs to.
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpReset implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    TcpReset(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.passingFlow(record);
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.resetCount++;
        }
        FlowEvent event = tracker.event(EventType.RESET, flow, record.timeNs(), tracker.ownerOf(record));
        if (event != null) {
            event.resetBy = record.resetBy() == RecordLayout.RESET_BY_LOCAL ? "local" : "remote";
            tracker.publish();
        }
    }
}
