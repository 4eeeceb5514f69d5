// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;

/**
 * A peer has connected and waits in our accept queue. The event comes with accept().
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpArrived implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    TcpArrived(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.newFlow(record);
        tracker.accepts().await(flow);
    }
}
