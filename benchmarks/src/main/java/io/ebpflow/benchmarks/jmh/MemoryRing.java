// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.benchmarks.jmh;

import io.ebpflow.kernel.RingReader;
import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A ring buffer without a kernel, written once and read over and over: only the producer's position moves. A record takes
 * 256 bytes here instead of 200, so that each round through the ring finds every record where it was.
 *
 * <p>Threading: confined to its owner.
 */
final class MemoryRing {
    private static final int PAGE_BYTES = 4_096;
    private static final int HEADER_BYTES = 8;
    private static final int STRIDE_BYTES = 256;
    private static final int IPPROTO_TCP = 6;
    private static final int CLIENT_PORT = 43_210;
    private static final int SERVER_PORT = 5_432;

    private final ByteBuffer memory;
    private final RingReader reader;
    private final int records;
    private long produced;

    /** @param records a power of two */
    MemoryRing(int records) {
        this.records = records;
        memory = ByteBuffer.allocateDirect(PAGE_BYTES + 2 * records * STRIDE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        reader = new RingReader(
                ByteBuffer.allocateDirect(PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN), memory, PAGE_BYTES);
    }

    /** Writes a record of a client's TCP connection to 10.0.3.7:5432. */
    void put(int index, int type, long cookie, long threadId, int tid) {
        int at = PAGE_BYTES + index * STRIDE_BYTES;
        memory.putInt(at, STRIDE_BYTES - HEADER_BYTES);
        at += HEADER_BYTES;
        memory.putShort(at + RecordLayout.RECORD_TYPE, (short) type);
        memory.putShort(at + RecordLayout.RECORD_SIZE, (short) RecordLayout.RECORD_BYTES);
        memory.put(at + RecordLayout.RECORD_PROTOCOL, (byte) IPPROTO_TCP);
        memory.put(at + RecordLayout.RECORD_ROLE, (byte) RecordLayout.ROLE_CLIENT);
        memory.putLong(at + RecordLayout.RECORD_TIME_NS, System.nanoTime());
        memory.putLong(at + RecordLayout.RECORD_COOKIE, cookie);
        memory.putLong(at + RecordLayout.RECORD_START_NS, System.nanoTime());
        memory.putLong(at + RecordLayout.RECORD_LATENCY_NS, 812_000);
        memory.putInt(at + RecordLayout.RECORD_COUNT, 1);
        memory.put(at + RecordLayout.RECORD_CLOSED_BY, (byte) RecordLayout.CLOSED_BY_LOCAL);
        memory.putLong(at + RecordLayout.RECORD_OWNER_THREAD_ID, threadId);
        memory.putInt(at + RecordLayout.RECORD_OWNER_TID, tid);
        putIpv4(at + RecordLayout.RECORD_ENDPOINTS_LOCAL_ADDR, 0x0a000005);
        putIpv4(at + RecordLayout.RECORD_ENDPOINTS_REMOTE_ADDR, 0x0a000307);
        memory.putShort(at + RecordLayout.RECORD_ENDPOINTS_LOCAL_PORT, (short) CLIENT_PORT);
        memory.putShort(at + RecordLayout.RECORD_ENDPOINTS_REMOTE_PORT, (short) SERVER_PORT);
        memory.putLong(at + RecordLayout.RECORD_COUNTERS_BYTES_SENT, 7_919);
        memory.putLong(at + RecordLayout.RECORD_COUNTERS_BYTES_RECEIVED, 104_729);
    }

    /** As IPv4-mapped, in network order. */
    private void putIpv4(int at, int address) {
        memory.putShort(at + 10, (short) -1);
        memory.putInt(at + 12, Integer.reverseBytes(address));
    }

    /** Has all records read once more. */
    int drain(RingReader.Handler handler) {
        produced += (long) records * STRIDE_BYTES;
        memory.putLong(0, produced);
        return reader.drain(handler, records);
    }
}
