// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Flow;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.net.Errno;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;

/**
 * Our SYN was refused, timed out, or given up by the application before an answer came.
 *
 * <p>Threading: confined to the reader thread.
 */
final class TcpConnectFailed implements RecordDecoder.RecordHandler {
    private final FlowTracker tracker;

    TcpConnectFailed(FlowTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.passingFlow(record);
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.failureCount++;
        }
        FlowEvent event = tracker.event(EventType.CONNECT_FAILED, flow, record.timeNs(), tracker.ownerOf(record));
        if (event == null) {
            return;
        }
        event.connectNs = record.latencyNs() == 0 ? FlowEvent.UNKNOWN : record.latencyNs();
        event.durationNs = FlowEvent.UNKNOWN;
        event.errno = errnoOf(record);
        if (record.has(RecordLayout.FLAG_GIVEN_UP)) {
            event.closedBy = "local";
        } else if (event.errno == Errno.ETIMEDOUT) {
            event.closedBy = "timeout";
        }
        tracker.publish();
    }

    /**
     * An application that stops waiting leaves no error in the socket. If the thread that connected closes it, its own
     * time limit has passed (Java: SocketTimeoutException): that is a time-out to whoever waited. If another thread does,
     * the connect was cancelled.
     */
    private static int errnoOf(KernelRecord record) {
        if (record.errno() != 0) {
            return record.errno();
        }
        return record.has(RecordLayout.FLAG_GIVEN_UP_BY_OPENER) ? Errno.ETIMEDOUT : Errno.ECANCELED;
    }
}
