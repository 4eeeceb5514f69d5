// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.record;

import io.ebpflow.net.Address;
import java.nio.ByteBuffer;

/**
 * Reads a struct ebpflow_record where it lies: moved from record to record, copies nothing.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class KernelRecord {
    private static final int IPPROTO_TCP = 6;
    private final KernelExchange exchange = new KernelExchange();
    private ByteBuffer memory;
    private int base;

    KernelRecord wrap(ByteBuffer newMemory, int offset) {
        memory = newMemory;
        base = offset;
        return this;
    }

    /** RecordLayout.TCP_CONNECTED ... */
    public int type() {
        return memory.getShort(base + RecordLayout.RECORD_TYPE) & 0xffff;
    }

    /** As the record itself says. */
    int size() {
        return memory.getShort(base + RecordLayout.RECORD_SIZE) & 0xffff;
    }

    /** IPPROTO_TCP (6) or IPPROTO_UDP (17). */
    public int protocol() {
        return memory.get(base + RecordLayout.RECORD_PROTOCOL) & 0xff;
    }

    /** False: UDP. */
    public boolean isTcp() {
        return protocol() == IPPROTO_TCP;
    }

    /** RecordLayout.ROLE_CLIENT ... */
    public int role() {
        return memory.get(base + RecordLayout.RECORD_ROLE) & 0xff;
    }

    public boolean has(int flag) {
        return (memory.getShort(base + RecordLayout.RECORD_FLAGS) & flag) != 0;
    }

    /** Monotonic. */
    public long timeNs() {
        return memory.getLong(base + RecordLayout.RECORD_TIME_NS);
    }

    public long cookie() {
        return memory.getLong(base + RecordLayout.RECORD_COOKIE);
    }

    /** Monotonic, 0: not known. */
    public long startNs() {
        return memory.getLong(base + RecordLayout.RECORD_START_NS);
    }

    public long latencyNs() {
        return memory.getLong(base + RecordLayout.RECORD_LATENCY_NS);
    }

    public int errno() {
        return memory.getInt(base + RecordLayout.RECORD_ERROR);
    }

    public int count() {
        return memory.getInt(base + RecordLayout.RECORD_COUNT);
    }

    /** RecordLayout.CLOSED_BY_* */
    public int closedBy() {
        return memory.get(base + RecordLayout.RECORD_CLOSED_BY) & 0xff;
    }

    /** RecordLayout.RESET_BY_* */
    public int resetBy() {
        return memory.get(base + RecordLayout.RECORD_RESET_BY) & 0xff;
    }

    /** Java id of the logical thread, 0: its kernel thread had no slot. */
    public long threadId() {
        return memory.getLong(base + RecordLayout.RECORD_OWNER_THREAD_ID);
    }

    /** Of the request that the thread served, 0: none. */
    public long requestId() {
        return memory.getLong(base + RecordLayout.RECORD_OWNER_CONTEXT_ID);
    }

    /** Of the host name that the connecting thread gave, 0: none, or no record of a connect. */
    public long nameId() {
        return memory.getLong(base + RecordLayout.RECORD_NAME_ID);
    }

    /** Of the code path by which the thread came here, 0: none. */
    public long callSiteId() {
        return memory.getLong(base + RecordLayout.RECORD_OWNER_CALL_SITE_ID);
    }

    /** 0: nobody. */
    public int tid() {
        return memory.getInt(base + RecordLayout.RECORD_OWNER_TID);
    }

    /** Kernel name of a thread without a slot, at most 15 bytes; allocates. */
    public String comm() {
        int at = base + RecordLayout.RECORD_OWNER_COMM;
        StringBuilder name = new StringBuilder(16);
        for (int i = 0; i < 16 && memory.get(at + i) != 0; i++) {
            name.append((char) (memory.get(at + i) & 0xff));
        }
        return name.toString();
    }

    public void readLocal(Address to) {
        readAddress(to, RecordLayout.RECORD_ENDPOINTS_LOCAL_ADDR);
    }

    public void readRemote(Address to) {
        readAddress(to, RecordLayout.RECORD_ENDPOINTS_REMOTE_ADDR);
    }

    private void readAddress(Address to, int fieldOffset) {
        int at = base + fieldOffset;
        to.set(Long.reverseBytes(memory.getLong(at)), Long.reverseBytes(memory.getLong(at + 8)));
    }

    public int localPort() {
        return memory.getShort(base + RecordLayout.RECORD_ENDPOINTS_LOCAL_PORT) & 0xffff;
    }

    public int remotePort() {
        return memory.getShort(base + RecordLayout.RECORD_ENDPOINTS_REMOTE_PORT) & 0xffff;
    }

    public int interfaceIndex() {
        return memory.getInt(base + RecordLayout.RECORD_ENDPOINTS_INTERFACE_INDEX);
    }

    public long bytesSent() {
        return memory.getLong(base + RecordLayout.RECORD_COUNTERS_BYTES_SENT);
    }

    public long bytesReceived() {
        return memory.getLong(base + RecordLayout.RECORD_COUNTERS_BYTES_RECEIVED);
    }

    public long segmentsOut() {
        return memory.getInt(base + RecordLayout.RECORD_COUNTERS_SEGMENTS_OUT) & 0xffffffffL;
    }

    public long segmentsIn() {
        return memory.getInt(base + RecordLayout.RECORD_COUNTERS_SEGMENTS_IN) & 0xffffffffL;
    }

    public long retransmits() {
        return memory.getInt(base + RecordLayout.RECORD_COUNTERS_RETRANSMITS) & 0xffffffffL;
    }

    /** Of a record whose type has one; valid as long as this record. */
    public KernelExchange exchange() {
        return exchange.wrap(memory, base + RecordLayout.RECORD_BYTES);
    }

    /** 0: no sample. */
    public long srttUs() {
        return memory.getInt(base + RecordLayout.RECORD_COUNTERS_SRTT_US) & 0xffffffffL;
    }
}
