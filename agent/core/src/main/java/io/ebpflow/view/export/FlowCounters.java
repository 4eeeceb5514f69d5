// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.flow.FlowEvent;

/**
 * From counters that only grow to what came since the last time.
 *
 * <p>Threading: confined to the view thread.
 */
final class FlowCounters {
    private long seenSent;
    private long seenReceived;
    private long seenOut;
    private long seenIn;
    private long seenRetransmits;

    long bytesSent;
    long bytesReceived;
    long segmentsOut;
    long segmentsIn;
    long retransmits;

    /** What came since the last call. What an event does not know has not grown. */
    void advance(FlowEvent event) {
        bytesSent = grown(event.bytesSent, seenSent);
        bytesReceived = grown(event.bytesReceived, seenReceived);
        segmentsOut = grown(event.segmentsOut, seenOut);
        segmentsIn = grown(event.segmentsIn, seenIn);
        retransmits = grown(event.retransmits, seenRetransmits);
        seenSent += bytesSent;
        seenReceived += bytesReceived;
        seenOut += segmentsOut;
        seenIn += segmentsIn;
        seenRetransmits += retransmits;
    }

    private static long grown(long now, long seen) {
        return Math.max(0, now - seen);
    }
}
