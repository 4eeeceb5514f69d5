// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

/**
 * How many flows there are.
 *
 * <p>Threading: immutable.
 */
public final class FlowCounts {
    /** Live TCP connections. */
    public final long liveTcpCount;

    /** Live UDP flows: pairs of socket and peer. */
    public final long liveUdpCount;

    /** Flows that were forgotten because the table was full. */
    public final long evictedCount;

    public FlowCounts(long liveTcpCount, long liveUdpCount, long evictedCount) {
        this.liveTcpCount = liveTcpCount;
        this.liveUdpCount = liveUdpCount;
        this.evictedCount = evictedCount;
    }
}
