// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.table.LongTable;
import java.util.function.Consumer;

/**
 * Live flows, bounded. When it is full the flow that was idle longest among a few is dropped and counted: its records
 * still make events, only what Java remembered of it (opener, connect latency) is gone.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class FlowTable {
    /** A flow costs about 300 bytes: 20 MiB at the most. */
    public static final int MAX_FLOWS = 65_536;

    private static final int EVICTION_SAMPLE = 16;

    private final int maxFlows;
    private final LongTable<Flow> flows = new LongTable<>(1_024);
    private Consumer<Flow> onDropped = flow -> {};
    private int cursor;
    private long evictedCount;

    /** @param maxFlows bound */
    public FlowTable(int maxFlows) {
        this.maxFlows = maxFlows;
    }

    /** @param action told each flow that has to make room for another */
    void onDropped(Consumer<Flow> action) {
        onDropped = action;
    }

    /** The flow of this key, or null. */
    public Flow get(long key) {
        return flows.get(key);
    }

    /** A new flow under this key, in place of any former one. */
    public Flow create(long key, long cookie) {
        Flow former = flows.remove(key);
        if (former != null) {
            onDropped.accept(former);
        } else if (flows.size() >= maxFlows) {
            evict();
        }
        Flow flow = new Flow();
        flow.key = key;
        flow.cookie = cookie;
        flows.put(key, flow);
        return flow;
    }

    /** Forgets a flow that ended. */
    public void remove(Flow flow) {
        if (flows.get(flow.key) == flow) {
            flows.remove(flow.key);
        }
    }

    /** Every flow, in no order. The table must not change meanwhile. */
    public void forEach(Consumer<? super Flow> action) {
        flows.forEach(action);
    }

    public int size() {
        return flows.size();
    }

    /** Flows that were dropped because the table was full. */
    public long evictedCount() {
        return evictedCount;
    }

    private void evict() {
        Flow longestIdle = null;
        for (int i = 0; i < EVICTION_SAMPLE; i++) {
            cursor = flows.nextIndex(cursor + 1);
            Flow flow = flows.valueAt(cursor);
            if (longestIdle == null || flow.lastNs < longestIdle.lastNs) {
                longestIdle = flow;
            }
        }
        flows.remove(longestIdle.key);
        evictedCount++;
        onDropped.accept(longestIdle);
    }
}
