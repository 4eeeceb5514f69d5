// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;

/**
 * A socket of ours listens.
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpListening implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    TcpListening(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.passingFlow(record);
        FlowEvent event = tracker.event(EventType.LISTEN, flow, record.timeNs(), tracker.ownerOf(record));
        if (event != null) {
            event.backlog = record.count();
            event.durationNs = FlowEvent.UNKNOWN;
            event.bytesSent = event.bytesReceived = FlowEvent.UNKNOWN;
            event.segmentsOut = event.segmentsIn = event.retransmits = FlowEvent.UNKNOWN;
            tracker.publish();
        }
    }
}
