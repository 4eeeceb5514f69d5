// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.kernel.LiveTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Flows that are over and whose entry in the kernel's table is ours to free, until their counters are final.
 *
 * <p>Threading: confined to the reader thread.
 */
final class RetiredFlows {
    /** A program that still writes into a retired entry is done long before: it runs for a microsecond. */
    private static final long RETIRE_NS = 1_000_000_000L;

    private final LiveTable live;
    private final List<Flow> retiring = new ArrayList<>();

    RetiredFlows(LiveTable live) {
        this.live = live;
    }

    /**
     * Asks the kernel's programs to leave the entry of a flow alone.
     *
     * @param retiredBy what ended it, null: it is only that there is no place for it
     */
    void add(Flow flow, String retiredBy, long nowNs) {
        flow.retiredIndex = live.find(flow.cookie, flow.startNs);
        flow.retiredBy = retiredBy;
        flow.retiredNs = nowNs;
        if (flow.retiredIndex != LiveTable.NONE) {
            live.select(flow.retiredIndex).retire();
        }
        retiring.add(flow);
    }

    /** Whether this entry is being given back. */
    boolean has(int index) {
        return retiring.stream().anyMatch(flow -> flow.retiredIndex == index);
    }

    /**
     * Gives back those entries that nobody writes any more.
     *
     * @param last is given each flow before its entry goes
     */
    void free(long nowNs, Consumer<Flow> last) {
        for (Iterator<Flow> flows = retiring.iterator(); flows.hasNext(); ) {
            Flow flow = flows.next();
            if (nowNs - flow.retiredNs >= RETIRE_NS) {
                last.accept(flow);
                if (flow.retiredIndex != LiveTable.NONE && live.cookieAt(flow.retiredIndex) == flow.cookie) {
                    live.select(flow.retiredIndex).free();
                }
                flows.remove();
            }
        }
    }
}
