// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.signal;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.flow.Endpoint;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.Exchanges;
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
    private final Exchanges exchanges;

    TcpConnectFailed(FlowTracker tracker, Exchanges exchanges) {
        this.tracker = tracker;
        this.exchanges = exchanges;
    }

    @Override
    public void onRecord(KernelRecord record) {
        Flow flow = tracker.passingFlow(record);
        Attributed owner = tracker.ownerOf(record);
        tracker.nameRemote(flow, record, owner, false);
        Endpoint endpoint = tracker.endpoints().of(flow);
        if (endpoint != null) {
            endpoint.failureCount++;
            endpoint.named(flow.remoteName);
        }
        flow.openedBy.path = owner.path;
        int errno = errnoOf(record);
        flow.connectNs = record.latencyNs() == 0 ? FlowEvent.UNKNOWN : record.latencyNs();
        FlowEvent event = tracker.event(EventType.CONNECT_FAILED, flow, record.timeNs(), owner);
        if (event != null) {
            event.connectNs = flow.connectNs;
            event.lookupNs = flow.lookupNs;
            event.durationNs = FlowEvent.UNKNOWN;
            event.errno = errno;
            event.closedBy = closedBy(record, errno);
            tracker.publish();
        }
        exchanges.connected(flow, record.timeNs(), owner, errno);
    }

    private static String closedBy(KernelRecord record, int errno) {
        if (record.has(RecordLayout.FLAG_GIVEN_UP)) {
            return "local";
        }
        return errno == Errno.ETIMEDOUT ? "timeout" : null;
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
