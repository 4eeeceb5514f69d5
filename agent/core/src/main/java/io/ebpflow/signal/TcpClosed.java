// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;

/**
 * The end of a connection, with its final counters and who ended it.
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpClosed implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    TcpClosed(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.passingFlow(record);
        if (!flow.accepted && record.tid() != 0) {
            tracker.accepts().unseen(flow);
        }
        tracker.account(flow);
        FlowEvent event = tracker.event(EventType.CLOSE, flow, record.timeNs(), tracker.ownerOf(record));
        if (event != null) {
            event.errno = record.errno();
            event.closedBy = closedBy(record.closedBy());
            event.connectNs = flow.connectNs;
            event.acceptWaitNs = flow.acceptWaitNs;
            tracker.publish();
        }
        tracker.end(flow);
    }

    private static String closedBy(int closedBy) {
        switch (closedBy) {
            case RecordLayout.CLOSED_BY_LOCAL:
                return "local";
            case RecordLayout.CLOSED_BY_REMOTE:
                return "remote";
            case RecordLayout.CLOSED_BY_RESET:
                return "reset";
            case RecordLayout.CLOSED_BY_TIMEOUT:
                return "timeout";
            default:
                return null;
        }
    }
}
