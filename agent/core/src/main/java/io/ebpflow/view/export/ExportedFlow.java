// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;

/**
 * A flow of which more than one record is sent: what was said of it so far, and who made its first call. A collector keeps of
 * thread, request and code path only what the first record says.
 *
 * <p>Threading: confined to the view thread.
 */
final class ExportedFlow {
    final long key;

    /** Since the last record of it. */
    final FlowCounters counters = new FlowCounters();

    long connectNs = FlowEvent.UNKNOWN;

    /** Of the last call that has times; microseconds. */
    long applicationUs = FlowEvent.UNKNOWN;

    /** Of who made its first call; null: nobody yet, or nobody known. */
    String thread;

    String request;
    String codePath;
    String traceId;

    /** Of the last event. */
    long touchedUs;

    private boolean isUsed;

    ExportedFlow(long key) {
        this.key = key;
    }

    /** Remembers of an event what a later record is to say. */
    void see(FlowEvent event) {
        if (event.connectNs != FlowEvent.UNKNOWN) {
            connectNs = event.connectNs;
        }
        boolean isCall = event.type == EventType.EXCHANGE || event.type == EventType.UDP;
        if (isCall && event.exchange.isTimed()) {
            applicationUs = event.exchange.inbound ? event.exchange.serviceUs : event.exchange.peerUs;
        }
        if (isCall && !isUsed) {
            isUsed = true;
            thread = event.threadName;
            request = RecordText.request(event);
            codePath = RecordText.codePath(event.usedBy != null ? event.usedBy : event.openedBy);
            traceId = event.request.trace();
        }
    }

    /** Whether somebody has made a call. */
    boolean isUsed() {
        return isUsed;
    }
}
