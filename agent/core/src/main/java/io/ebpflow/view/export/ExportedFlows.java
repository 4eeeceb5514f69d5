// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.table.LongTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows that may have more than one record. Bounded: a flow that finds no place has one record, at its end. None is
 * forgotten to make room for another: its bytes would be counted twice when it is seen again.
 *
 * <p>Threading: confined to the view thread.
 */
final class ExportedFlows {
    private static final int MAX_FLOWS = 16_384;

    /** A flow that lives has a snapshot at least this often; one that has none has ended where nobody saw it. */
    private final long goneUs;

    private final int maxFlows;
    private final LongTable<ExportedFlow> flows = new LongTable<>(256);
    private long overflowCount;
    private long sweptUs;

    /** @param snapshotNs interval of snapshots, 0: there are none */
    ExportedFlows(long snapshotNs) {
        this(snapshotNs, MAX_FLOWS);
    }

    ExportedFlows(long snapshotNs, int maxFlows) {
        goneUs = Math.max(600_000_000L, 3 * snapshotNs / 1_000);
        this.maxFlows = maxFlows;
    }

    /** Sockets that are not connected have a flow with each peer. */
    private static long keyOf(FlowEvent event) {
        long key = event.flowId;
        if (!event.tcp) {
            key = (key * 31 + event.remote.high()) * 31 + event.remote.low();
            key = key * 0x9e3779b97f4a7c15L + event.remotePort;
        }
        return key;
    }

    /** @return null: there is no place for it */
    ExportedFlow of(FlowEvent event) {
        long key = keyOf(event);
        ExportedFlow flow = flows.get(key);
        if (flow == null && hasRoom(event.epochUs)) {
            flow = new ExportedFlow(key);
            flows.put(key, flow);
        }
        if (flow != null) {
            flow.touchedUs = event.epochUs;
        }
        return flow;
    }

    private boolean hasRoom(long nowUs) {
        if (flows.size() < maxFlows) {
            return true;
        }
        if (nowUs - sweptUs > goneUs / 10) {
            sweptUs = nowUs;
            List<ExportedFlow> gone = new ArrayList<>();
            flows.forEach(flow -> {
                if (nowUs - flow.touchedUs > goneUs) {
                    gone.add(flow);
                }
            });
            gone.forEach(flow -> flows.remove(flow.key));
        }
        if (flows.size() < maxFlows) {
            return true;
        }
        overflowCount++;
        return false;
    }

    /** The flow has ended. */
    void remove(FlowEvent event) {
        flows.remove(keyOf(event));
    }

    int size() {
        return flows.size();
    }

    /** Events of flows that found no place. */
    long overflowCount() {
        return overflowCount;
    }
}
