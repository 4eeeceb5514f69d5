// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.record;

import java.nio.ByteBuffer;

/**
 * Reads a struct ebpflow_exchange where it lies, in a ring record or in the live table. Times are monotonic; 0: it did not
 * happen.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class KernelExchange {
    private ByteBuffer memory;
    private int base;

    /** @param offset of the struct */
    public KernelExchange wrap(ByteBuffer newMemory, int offset) {
        memory = newMemory;
        base = offset;
        return this;
    }

    /** Of its flow, from 1; 0: there is none here. */
    public int number() {
        return memory.getInt(base + RecordLayout.EXCHANGE_NUMBER);
    }

    public boolean has(int flag) {
        return (memory.getShort(base + RecordLayout.EXCHANGE_FLAGS) & flag) != 0;
    }

    public long firstSendNs() {
        return memory.getLong(base + RecordLayout.EXCHANGE_FIRST_SEND_NS);
    }

    public long lastSendNs() {
        return memory.getLong(base + RecordLayout.EXCHANGE_LAST_SEND_NS);
    }

    /** Client: first byte of the response; server: of the request. */
    public long arrivalNs() {
        return memory.getLong(base + RecordLayout.EXCHANGE_ARRIVAL_NS);
    }

    public long firstReadNs() {
        return memory.getLong(base + RecordLayout.EXCHANGE_FIRST_READ_NS);
    }

    public long lastReadNs() {
        return memory.getLong(base + RecordLayout.EXCHANGE_LAST_READ_NS);
    }

    /** Our last retransmission before the response arrived. */
    public long retransmitNs() {
        return memory.getLong(base + RecordLayout.EXCHANGE_RETRANSMIT_NS);
    }

    public long sentBytes() {
        return memory.getLong(base + RecordLayout.EXCHANGE_SENT_BYTES);
    }

    public long receivedBytes() {
        return memory.getLong(base + RecordLayout.EXCHANGE_RECEIVED_BYTES);
    }

    /** The fastest round trip of the last minutes; 0: no sample. */
    public long minRttUs() {
        return memory.getInt(base + RecordLayout.EXCHANGE_MIN_RTT_US) & 0xffffffffL;
    }

    /** How long response data lay unread between the first and the last read. */
    public long unreadUs() {
        return memory.getInt(base + RecordLayout.EXCHANGE_UNREAD_US) & 0xffffffffL;
    }

    public int retransmits() {
        return memory.getShort(base + RecordLayout.EXCHANGE_RETRANSMITS) & 0xffff;
    }
}
