// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.kernel.LiveTable;

/**
 * Brings a flow's counters, and who used it last, up to date from the kernel's table.
 *
 * <p>Threading: confined to the reader thread; programs write the table meanwhile.
 */
final class LiveCounters {
    private final LiveTable live;
    private final FlowTracker tracker;

    LiveCounters(LiveTable live, FlowTracker tracker) {
        this.live = live;
        this.tracker = tracker;
    }

    /** A flow without an entry stays as it is. */
    void read(Flow flow) {
        int index = flow.retiredNs != 0 ? flow.retiredIndex : live.find(flow.cookie, flow.startNs);
        flow.liveIndex = index;
        if (index == LiveTable.NONE) {
            return;
        }
        live.select(index);
        long bytesSent = live.bytesSent();
        long bytesReceived = live.bytesReceived();
        long segmentsOut = live.segmentsOut() & 0xffffffffL;
        long segmentsIn = live.segmentsIn() & 0xffffffffL;
        int retransmits = live.retransmits();
        int srttUs = live.srttUs();
        long lastNs = live.lastNs();
        int tid = live.tid();
        long threadId = live.threadId();
        int tcpState = live.tcpState();
        if (live.cookieAt(index) != flow.cookie) {
            flow.liveIndex = LiveTable.NONE;
            return; // ended while we read
        }
        if (!flow.tcp && flow.remotePort == 0) {
            unclaimed(flow, bytesSent, bytesReceived, segmentsOut, segmentsIn);
        } else {
            flow.bytesSent = Math.max(flow.bytesSent, bytesSent);
            flow.bytesReceived = Math.max(flow.bytesReceived, bytesReceived);
            flow.segmentsOut = segmentsOut;
            flow.segmentsIn = segmentsIn;
        }
        if (flow.tcp) {
            flow.retransmits = retransmits;
            flow.srttUs = srttUs;
            flow.tcpState = tcpState;
        }
        if (tid != 0 && (threadId == 0 ? tid != flow.usedBy.tid : threadId != flow.usedBy.threadId)) {
            // Two threads may write these two fields at once: the tid counts only where there is no thread id.
            tracker.threads()
                    .attribute(
                            threadId, threadId == 0 ? tid : 0, tracker.clock().nanoTime(), flow.usedBy);
        }
        flow.lastNs = Math.max(flow.lastNs, lastNs);
    }

    /**
     * A socket without a peer keeps what no hook has claimed. A hook runs some microseconds after the kernel counted, so
     * the claims of now are set against the count of the sweep before.
     */
    private static void unclaimed(
            Flow socket, long bytesSent, long bytesReceived, long datagramsSent, long datagramsReceived) {
        DatagramCounts swept = socket.swept;
        DatagramCounts claimed = socket.claimed;
        socket.bytesSent = Math.max(0, swept.bytesSent - claimed.bytesSent);
        socket.bytesReceived = Math.max(0, swept.bytesReceived - claimed.bytesReceived);
        socket.segmentsOut = Math.max(0, swept.datagramsSent - claimed.datagramsSent);
        socket.segmentsIn = Math.max(0, swept.datagramsReceived - claimed.datagramsReceived);
        swept.bytesSent = bytesSent;
        swept.bytesReceived = bytesReceived;
        swept.datagramsSent = datagramsSent;
        swept.datagramsReceived = datagramsReceived;
    }
}
