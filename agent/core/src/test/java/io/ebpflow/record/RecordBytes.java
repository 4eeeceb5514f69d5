// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.record;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A struct ebpflow_record as the kernel would write it, or the longer one of an exchange. */
public final class RecordBytes {
    public static final int TCP = 6;
    public static final int UDP = 17;

    private final ByteBuffer memory;

    private RecordBytes(int type, int protocol, int bytes) {
        memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        memory.putShort(RecordLayout.RECORD_TYPE, (short) type);
        memory.putShort(RecordLayout.RECORD_SIZE, (short) bytes);
        memory.put(RecordLayout.RECORD_PROTOCOL, (byte) protocol);
    }

    public static RecordBytes tcp(int type, long cookie) {
        return new RecordBytes(type, TCP, RecordLayout.RECORD_BYTES).cookie(cookie);
    }

    public static RecordBytes udpStarted(long cookie) {
        return new RecordBytes(RecordLayout.UDP_STARTED, UDP, RecordLayout.RECORD_BYTES).cookie(cookie);
    }

    /** @param number of the exchange */
    public static RecordBytes exchanged(int protocol, long cookie, int number) {
        int type = protocol == TCP ? RecordLayout.TCP_EXCHANGED : RecordLayout.UDP_EXCHANGED;
        RecordBytes record = new RecordBytes(type, protocol, RecordLayout.EXCHANGE_RECORD_BYTES).cookie(cookie);
        record.memory.putInt(RecordLayout.EXCHANGE_RECORD_EXCHANGE_NUMBER, number);
        return record;
    }

    /** Of an exchange. */
    public RecordBytes sends(long firstNs, long lastNs) {
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_FIRST_SEND_NS, firstNs);
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_LAST_SEND_NS, lastNs);
        return this;
    }

    /** Of an exchange. */
    public RecordBytes reads(long arrivalNs, long firstNs, long lastNs) {
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_ARRIVAL_NS, arrivalNs);
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_FIRST_READ_NS, firstNs);
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_LAST_READ_NS, lastNs);
        return this;
    }

    /** Of an exchange. */
    public RecordBytes payload(long sentBytes, long receivedBytes) {
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_SENT_BYTES, sentBytes);
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_RECEIVED_BYTES, receivedBytes);
        return this;
    }

    /** Of an exchange. */
    public RecordBytes path(int minRttUs, int retransmits, long retransmitNs) {
        memory.putInt(RecordLayout.EXCHANGE_RECORD_EXCHANGE_MIN_RTT_US, minRttUs);
        memory.putShort(RecordLayout.EXCHANGE_RECORD_EXCHANGE_RETRANSMITS, (short) retransmits);
        memory.putLong(RecordLayout.EXCHANGE_RECORD_EXCHANGE_RETRANSMIT_NS, retransmitNs);
        return this;
    }

    /** Of an exchange. */
    public RecordBytes unread(int us) {
        memory.putInt(RecordLayout.EXCHANGE_RECORD_EXCHANGE_UNREAD_US, us);
        return this;
    }

    /** Of an exchange: EXCHANGE_* */
    public RecordBytes exchangeFlags(int flags) {
        memory.putShort(RecordLayout.EXCHANGE_RECORD_EXCHANGE_FLAGS, (short) flags);
        return this;
    }

    /** The exchange itself. */
    public KernelExchange exchange() {
        return new KernelExchange().wrap(memory, RecordLayout.RECORD_BYTES);
    }

    public RecordBytes role(int role) {
        memory.put(RecordLayout.RECORD_ROLE, (byte) role);
        return this;
    }

    public RecordBytes flags(int flags) {
        memory.putShort(RecordLayout.RECORD_FLAGS, (short) flags);
        return this;
    }

    public RecordBytes timeNs(long ns) {
        memory.putLong(RecordLayout.RECORD_TIME_NS, ns);
        return this;
    }

    public RecordBytes cookie(long cookie) {
        memory.putLong(RecordLayout.RECORD_COOKIE, cookie);
        return this;
    }

    public RecordBytes startNs(long ns) {
        memory.putLong(RecordLayout.RECORD_START_NS, ns);
        return this;
    }

    public RecordBytes latencyNs(long ns) {
        memory.putLong(RecordLayout.RECORD_LATENCY_NS, ns);
        return this;
    }

    public RecordBytes error(int errno) {
        memory.putInt(RecordLayout.RECORD_ERROR, errno);
        return this;
    }

    public RecordBytes count(int count) {
        memory.putInt(RecordLayout.RECORD_COUNT, count);
        return this;
    }

    public RecordBytes closedBy(int who) {
        memory.put(RecordLayout.RECORD_CLOSED_BY, (byte) who);
        return this;
    }

    public RecordBytes resetBy(int who) {
        memory.put(RecordLayout.RECORD_RESET_BY, (byte) who);
        return this;
    }

    public RecordBytes owner(long threadId, int tid) {
        memory.putLong(RecordLayout.RECORD_OWNER_THREAD_ID, threadId);
        memory.putInt(RecordLayout.RECORD_OWNER_TID, tid);
        return this;
    }

    /** Of a connect. */
    public RecordBytes nameId(long id) {
        memory.putLong(RecordLayout.RECORD_NAME_ID, id);
        return this;
    }

    public RecordBytes comm(String comm) {
        byte[] bytes = comm.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            memory.put(RecordLayout.RECORD_OWNER_COMM + i, bytes[i]);
        }
        return this;
    }

    public RecordBytes local(String address, int port) {
        putAddress(RecordLayout.RECORD_ENDPOINTS_LOCAL_ADDR, address);
        memory.putShort(RecordLayout.RECORD_ENDPOINTS_LOCAL_PORT, (short) port);
        return this;
    }

    public RecordBytes remote(String address, int port) {
        putAddress(RecordLayout.RECORD_ENDPOINTS_REMOTE_ADDR, address);
        memory.putShort(RecordLayout.RECORD_ENDPOINTS_REMOTE_PORT, (short) port);
        return this;
    }

    public RecordBytes interfaceIndex(int index) {
        memory.putInt(RecordLayout.RECORD_ENDPOINTS_INTERFACE_INDEX, index);
        return this;
    }

    public RecordBytes bytes(long sent, long received) {
        memory.putLong(RecordLayout.RECORD_COUNTERS_BYTES_SENT, sent);
        memory.putLong(RecordLayout.RECORD_COUNTERS_BYTES_RECEIVED, received);
        return this;
    }

    public RecordBytes segments(int out, int in, int retransmits, int srttUs) {
        memory.putInt(RecordLayout.RECORD_COUNTERS_SEGMENTS_OUT, out);
        memory.putInt(RecordLayout.RECORD_COUNTERS_SEGMENTS_IN, in);
        memory.putInt(RecordLayout.RECORD_COUNTERS_RETRANSMITS, retransmits);
        memory.putInt(RecordLayout.RECORD_COUNTERS_SRTT_US, srttUs);
        return this;
    }

    private void putAddress(int offset, String address) {
        putAddress(memory, offset, address);
    }

    /** Sixteen bytes in network order, IPv4 as mapped; null: all zero. */
    public static void putAddress(ByteBuffer memory, int offset, String address) {
        if (address == null) {
            return;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress(); // a literal: nothing is looked up
            int start = offset + 16 - bytes.length;
            if (bytes.length == 4) {
                memory.putShort(start - 2, (short) -1);
            }
            for (int i = 0; i < bytes.length; i++) {
                memory.put(start + i, bytes[i]);
            }
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The bytes themselves. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Has them decoded. */
    public void to(RecordDecoder decoder) {
        decoder.onRecord(memory, 0, memory.capacity());
    }
}
