// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Consumer of a BPF ring buffer, in memory shared with the kernel (kernel/bpf/ringbuf.c):
 *
 * <pre>
 *   | consumer page, ours to write | producer page | data | data again |
 *     0: consumer position           0: producer     the second mapping lets a record run over the end
 *
 *   record: | u32 length, bit 31 busy, bit 30 discarded | u32 page offset | payload | padding to 8 |
 * </pre>
 *
 * Positions only grow; the place is the position modulo the size. The load-acquire of the producer position pairs with
 * the kernel's store-release on reserve, that of the header with its exchange on commit; our store-release of the
 * consumer position pairs with its load-acquire before it reuses the space.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class RingReader {
    /** Called for each record. */
    public interface Handler {
        /**
         * @param data buffer that holds the record, valid during the call
         * @param offset of its first byte
         * @param length in bytes
         */
        void onRecord(ByteBuffer data, int offset, int length);
    }

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final int HEADER_BYTES = 8;

    private final ByteBuffer consumerPage;
    private final ByteBuffer producerAndData;
    private final int dataOffset;
    private final int ringBytes;
    private long position;

    /**
     * @param consumerPage one page, writable
     * @param producerAndData one page and twice the ring
     * @param pageBytes the machine's page size
     */
    public RingReader(ByteBuffer consumerPage, ByteBuffer producerAndData, int pageBytes) {
        this.consumerPage = consumerPage;
        this.producerAndData = producerAndData.order(ByteOrder.LITTLE_ENDIAN);
        dataOffset = pageBytes;
        ringBytes = (producerAndData.capacity() - pageBytes) / 2;
        position = (long) LONG.getAcquire(consumerPage, 0);
    }

    /**
     * Hands over what the ring holds and gives the space back, once for the whole batch.
     *
     * @param limit most records of one call
     * @return records handed over
     * @throws IllegalStateException if the ring's memory makes no sense: the caller has to stop for good
     */
    public int drain(Handler handler, int limit) {
        long producer = (long) LONG.getAcquire(producerAndData, 0);
        int count = 0;
        try {
            while (position < producer && count < limit) {
                int offset = dataOffset + (int) (position & ringBytes - 1);
                int header = (int) INT.getAcquire(producerAndData, offset);
                if ((header & BUSY) != 0) {
                    break;
                }
                int length = header & ~DISCARDED;
                long end = position + (HEADER_BYTES + length + 7 & ~7);
                if (end > producer || length > ringBytes - HEADER_BYTES) {
                    throw new IllegalStateException(
                            "ring buffer is corrupt: record of " + length + " bytes at " + position);
                }
                position = end;
                if ((header & DISCARDED) == 0) {
                    count++;
                    handler.onRecord(producerAndData, offset + HEADER_BYTES, length);
                }
            }
        } finally {
            LONG.setRelease(consumerPage, 0, position);
        }
        return count;
    }

    /** Bytes that wait to be read, also those of records that are not complete. */
    public long backlogBytes() {
        return producedBytes() - position;
    }

    /** Bytes ever reserved in the ring, also those of records that are not complete. */
    public long producedBytes() {
        return (long) LONG.getAcquire(producerAndData, 0);
    }

    /** Bytes ever read. */
    public long consumedBytes() {
        return position;
    }

    /** Size of the ring. */
    public int ringBytes() {
        return ringBytes;
    }
}
