// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;

/**
 * What the kernel programs could not deliver (struct ebpflow_stats), counted where it was lost.
 *
 * <p>Threading: thread-safe; the kernel writes.
 */
public final class KernelStats {
    private final ByteBuffer memory;

    public KernelStats(ByteBuffer memory) {
        this.memory = memory;
    }

    /** Records of this type that found no room in the ring. */
    public long lostRecords(int recordType) {
        return memory.getLong(RecordLayout.STATS_LOST_RECORDS + recordType * Long.BYTES);
    }

    /** Flows that found no entry in the live table: their snapshots are missing. */
    public long liveFull() {
        return memory.getLong(RecordLayout.STATS_LIVE_FULL);
    }

    /** Sockets for whose state the kernel had no memory: their flows are invisible. */
    public long storageFailed() {
        return memory.getLong(RecordLayout.STATS_STORAGE_FAILED);
    }

    /** Events of threads without a slot; they are named by their kernel id. */
    public long slotMisses() {
        return memory.getLong(RecordLayout.STATS_SLOT_MISSES);
    }

    /** Sockets that existed when the agent was attached. */
    public long adopted() {
        return memory.getLong(RecordLayout.STATS_ADOPTED);
    }

    /** TCP state changes that no program saw, found by the socket's next one. */
    public long missedMoves() {
        return memory.getLong(RecordLayout.STATS_MISSED_MOVES);
    }
}
