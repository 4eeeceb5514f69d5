// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;

/**
 * First datagram of a socket, or of a connected socket to this peer. Its counters are in the live table.
 *
 * <p>Threading: confined to the reader thread.
 */
final class UdpStarted implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    UdpStarted(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.newFlow(record);
        flow.accepted = true;
        flow.openedBy.set(tracker.ownerOf(record));
        flow.usedBy.set(flow.openedBy);
    }
}
