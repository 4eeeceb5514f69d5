// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import io.ebpflow.net.Address;
import io.ebpflow.record.KernelExchange;
import io.ebpflow.record.RecordLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The counters of live flows in memory shared with the kernel (struct ebpflow_live): reading them costs neither a record
 * nor a system call. An entry is valid if its cookie is the same before and after it was read.
 *
 * <p>Threading: confined to the reader thread; the kernel writes.
 */
public final class LiveTable {
    /** No entry. */
    public static final int NONE = -1;

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final KernelExchange exchange = new KernelExchange();
    private final ByteBuffer memory;
    private int base;

    public LiveTable(ByteBuffer memory) {
        this.memory = memory.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Number of places. */
    public int capacity() {
        return RecordLayout.LIVE_COUNT;
    }

    /** Cookie of an entry; 0: free; negative: being filled. */
    public long cookieAt(int index) {
        return (long) LONG.getAcquire(memory, index * RecordLayout.LIVE_BYTES + RecordLayout.LIVE_COOKIE);
    }

    /**
     * Entry of a flow. A UDP socket that was connected to another peer, or whose entry was asked to retire, has older ones
     * besides: the start tells them apart.
     *
     * @param startNs as the flow's first record said it
     * @return its index, or {@link #NONE}
     */
    public int find(long cookie, long startNs) {
        int hash = (int) cookie * RecordLayout.SLOT_HASH;
        for (int i = 0; i < RecordLayout.LIVE_PROBES; i++) {
            int index = hash + i & RecordLayout.LIVE_COUNT - 1;
            if (cookieAt(index) == cookie && select(index).startNs() == startNs) {
                return index;
            }
        }
        return NONE;
    }

    /** Makes the accessors below read this entry. */
    public LiveTable select(int index) {
        base = index * RecordLayout.LIVE_BYTES;
        return this;
    }

    /** IPPROTO_TCP or IPPROTO_UDP. */
    public int protocol() {
        return memory.get(base + RecordLayout.LIVE_PROTOCOL);
    }

    public int role() {
        return memory.get(base + RecordLayout.LIVE_ROLE);
    }

    public int flags() {
        return memory.getShort(base + RecordLayout.LIVE_FLAGS) & 0xffff;
    }

    public boolean isRetiring() {
        return (flags() & RecordLayout.FLAG_RETIRING) != 0;
    }

    /** Kernel id of the thread that used the flow last, 0: none yet. */
    public int tid() {
        return memory.getInt(base + RecordLayout.LIVE_TID);
    }

    public long threadId() {
        return memory.getLong(base + RecordLayout.LIVE_THREAD_ID);
    }

    public long startNs() {
        return memory.getLong(base + RecordLayout.LIVE_START_NS);
    }

    /** Last send or receive. */
    public long lastNs() {
        return memory.getLong(base + RecordLayout.LIVE_LAST_NS);
    }

    public void readLocal(Address to) {
        readAddress(to, RecordLayout.LIVE_ENDPOINTS_LOCAL_ADDR);
    }

    public void readRemote(Address to) {
        readAddress(to, RecordLayout.LIVE_ENDPOINTS_REMOTE_ADDR);
    }

    private void readAddress(Address to, int fieldOffset) {
        int at = base + fieldOffset;
        to.set(Long.reverseBytes(memory.getLong(at)), Long.reverseBytes(memory.getLong(at + 8)));
    }

    public int localPort() {
        return memory.getShort(base + RecordLayout.LIVE_ENDPOINTS_LOCAL_PORT) & 0xffff;
    }

    public int remotePort() {
        return memory.getShort(base + RecordLayout.LIVE_ENDPOINTS_REMOTE_PORT) & 0xffff;
    }

    public int interfaceIndex() {
        return memory.getInt(base + RecordLayout.LIVE_ENDPOINTS_INTERFACE_INDEX);
    }

    public long bytesSent() {
        return memory.getLong(base + RecordLayout.LIVE_COUNTERS_BYTES_SENT);
    }

    public long bytesReceived() {
        return memory.getLong(base + RecordLayout.LIVE_COUNTERS_BYTES_RECEIVED);
    }

    public int segmentsOut() {
        return memory.getInt(base + RecordLayout.LIVE_COUNTERS_SEGMENTS_OUT);
    }

    public int segmentsIn() {
        return memory.getInt(base + RecordLayout.LIVE_COUNTERS_SEGMENTS_IN);
    }

    public int retransmits() {
        return memory.getInt(base + RecordLayout.LIVE_COUNTERS_RETRANSMITS);
    }

    public int srttUs() {
        return memory.getInt(base + RecordLayout.LIVE_COUNTERS_SRTT_US);
    }

    /** The exchange of the selected entry that has its response and no record yet. */
    public KernelExchange exchange() {
        return exchange.wrap(memory, base + RecordLayout.LIVE_EXCHANGE_FIRST_SEND_NS);
    }

    /** Of its owner, 0: not known. */
    public long exchangeThreadId() {
        return memory.getLong(base + RecordLayout.LIVE_EXCHANGE_OWNER_THREAD_ID);
    }

    /** Of its request, 0: none. */
    public long exchangeRequestId() {
        return memory.getLong(base + RecordLayout.LIVE_EXCHANGE_OWNER_CONTEXT_ID);
    }

    /** Of its code path, 0: none. */
    public long exchangeCallSiteId() {
        return memory.getLong(base + RecordLayout.LIVE_EXCHANGE_OWNER_CALL_SITE_ID);
    }

    /** Of its owner. */
    public int exchangeTid() {
        return memory.getInt(base + RecordLayout.LIVE_EXCHANGE_OWNER_TID);
    }

    /** TCP: 0, or the interface that the socket is bound to, which a look-up has to name. */
    public int boundInterfaceIndex() {
        return memory.getInt(base + RecordLayout.LIVE_BOUND_INTERFACE_INDEX);
    }

    /** TCP: inode of the socket's network namespace, 0 in a kernel without namespaces. */
    public long networkNamespace() {
        return memory.getInt(base + RecordLayout.LIVE_NETWORK_NAMESPACE) & 0xffffffffL;
    }

    /** TCP: the state that the programs saw last, as tcp(7) numbers them. */
    public int tcpState() {
        return memory.get(base + RecordLayout.LIVE_TCP_STATE);
    }

    /** Cookie of the selected entry. */
    public long cookie() {
        return (long) LONG.getAcquire(memory, base + RecordLayout.LIVE_COOKIE);
    }

    /** Asks the kernel to leave the selected entry alone: its next event claims another one. */
    public void retire() {
        int at = base + RecordLayout.LIVE_FLAGS;
        memory.putShort(at, (short) (memory.getShort(at) | RecordLayout.FLAG_RETIRING));
    }

    /** Frees the selected entry, a while after {@link #retire()}. */
    public void free() {
        LONG.setRelease(memory, base + RecordLayout.LIVE_COOKIE, 0L);
    }
}
