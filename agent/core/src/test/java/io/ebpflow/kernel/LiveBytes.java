// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The live table as the kernel programs write it. */
public final class LiveBytes {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(RecordLayout.LIVE_COUNT * RecordLayout.LIVE_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);

    public LiveTable table() {
        return new LiveTable(memory);
    }

    /** claim_live() of flow.bpf.h. Returns the index, or -1 where there is no place. */
    public int claim(int protocol, long cookie, String remote, int remotePort, long nowNs) {
        long hash = (cookie & 0xffff_ffffL) * 2_654_435_761L;
        for (int i = 0; i < RecordLayout.LIVE_PROBES; i++) {
            int index = (int) (hash + i & RecordLayout.LIVE_COUNT - 1);
            int at = index * RecordLayout.LIVE_BYTES;
            if (memory.getLong(at) == 0) {
                memory.put(at + RecordLayout.LIVE_PROTOCOL, (byte) protocol);
                memory.putShort(at + RecordLayout.LIVE_FLAGS, (short) 0);
                memory.putLong(at + RecordLayout.LIVE_START_NS, nowNs);
                memory.putLong(at + RecordLayout.LIVE_LAST_NS, nowNs);
                for (int offset = RecordLayout.LIVE_ENDPOINTS_LOCAL_ADDR; offset < RecordLayout.LIVE_BYTES; offset++) {
                    memory.put(at + offset, (byte) 0);
                }
                RecordBytes.putAddress(memory, at + RecordLayout.LIVE_ENDPOINTS_REMOTE_ADDR, remote);
                memory.putShort(at + RecordLayout.LIVE_ENDPOINTS_REMOTE_PORT, (short) remotePort);
                memory.putLong(at, cookie);
                return index;
            }
        }
        return -1;
    }

    /** The flow's counters after its last send or receive. */
    public void count(int index, long sent, long received, int datagramsSent, int datagramsReceived, long nowNs) {
        int at = index * RecordLayout.LIVE_BYTES;
        memory.putLong(at + RecordLayout.LIVE_COUNTERS_BYTES_SENT, sent);
        memory.putLong(at + RecordLayout.LIVE_COUNTERS_BYTES_RECEIVED, received);
        memory.putInt(at + RecordLayout.LIVE_COUNTERS_SEGMENTS_OUT, datagramsSent);
        memory.putInt(at + RecordLayout.LIVE_COUNTERS_SEGMENTS_IN, datagramsReceived);
        memory.putLong(at + RecordLayout.LIVE_LAST_NS, nowNs);
    }

    /** Who used it last. */
    public void user(int index, long threadId, int tid) {
        int at = index * RecordLayout.LIVE_BYTES;
        memory.putLong(at + RecordLayout.LIVE_THREAD_ID, threadId);
        memory.putInt(at + RecordLayout.LIVE_TID, tid);
    }

    /** TCP's smoothed round-trip time and retransmits. */
    public void tcp(int index, int retransmits, int srttUs) {
        int at = index * RecordLayout.LIVE_BYTES;
        memory.putInt(at + RecordLayout.LIVE_COUNTERS_RETRANSMITS, retransmits);
        memory.putInt(at + RecordLayout.LIVE_COUNTERS_SRTT_US, srttUs);
    }

    /** A TCP socket's move. */
    public void state(int index, int tcpState) {
        memory.put(index * RecordLayout.LIVE_BYTES + RecordLayout.LIVE_TCP_STATE, (byte) tcpState);
    }

    /** release_live() of flow.bpf.h. */
    public void release(int index) {
        memory.putLong(index * RecordLayout.LIVE_BYTES, 0);
    }

    /** The exchange of a record and its owner, as they are published before that record is emitted. */
    public void exchange(int index, RecordBytes record) {
        int at = index * RecordLayout.LIVE_BYTES;
        for (int i = 0; i < RecordLayout.EXCHANGE_BYTES; i++) {
            memory.put(
                    at + RecordLayout.LIVE_EXCHANGE_FIRST_SEND_NS + i,
                    record.memory().get(RecordLayout.RECORD_BYTES + i));
        }
        memory.putLong(
                at + RecordLayout.LIVE_EXCHANGE_OWNER_THREAD_ID,
                record.memory().getLong(RecordLayout.RECORD_OWNER_THREAD_ID));
        memory.putInt(at + RecordLayout.LIVE_EXCHANGE_OWNER_TID, record.memory().getInt(RecordLayout.RECORD_OWNER_TID));
        long lastNs = Math.max(record.exchange().lastReadNs(), record.exchange().lastSendNs());
        memory.putLong(at + RecordLayout.LIVE_LAST_NS, lastNs);
    }

    public long cookie(int index) {
        return memory.getLong(index * RecordLayout.LIVE_BYTES);
    }

    public int flags(int index) {
        return memory.getShort(index * RecordLayout.LIVE_BYTES + RecordLayout.LIVE_FLAGS);
    }

    /** Raw access for what the kernel does in between. */
    public ByteBuffer memory() {
        return memory;
    }
}
