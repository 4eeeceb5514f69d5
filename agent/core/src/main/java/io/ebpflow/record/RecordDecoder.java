// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.record;

import io.ebpflow.kernel.RingReader;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * From bytes to the handler of a record type. Whatever the bytes are, a handler only sees a whole record of a type it is
 * registered for; the rest is counted.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class RecordDecoder implements RingReader.Handler {
    /** What is done with records of one type: the Java half of a signal. */
    public interface RecordHandler {
        /** @param record valid during the call */
        void onRecord(KernelRecord record);
    }

    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_UDP = 17;

    private final RecordHandler[] handlers = new RecordHandler[RecordLayout.RECORD_TYPES];
    private final int[] bytes = new int[RecordLayout.RECORD_TYPES];
    private final KernelRecord record = new KernelRecord();
    private final LongConsumer beforeTimeNs;
    private long recordCount;
    private long malformedCount;

    /** @param beforeTimeNs told the time of each record before its handler: what happened earlier elsewhere comes first */
    public RecordDecoder(LongConsumer beforeTimeNs) {
        this.beforeTimeNs = beforeTimeNs;
    }

    /**
     * Registers the handler of a type.
     *
     * @throws IllegalArgumentException if the type is out of range or has a handler
     */
    public RecordDecoder on(int type, RecordHandler handler) {
        return on(type, RecordLayout.RECORD_BYTES, handler);
    }

    /**
     * Registers the handler of a type that says more than every record does.
     *
     * @param recordBytes size of its struct, which begins with a struct ebpflow_record
     * @throws IllegalArgumentException if the type is out of range or has a handler
     */
    public RecordDecoder on(int type, int recordBytes, RecordHandler handler) {
        if (type <= 0 || type >= handlers.length || handlers[type] != null) {
            throw new IllegalArgumentException("record type " + type + " is taken or out of range");
        }
        handlers[type] = handler;
        bytes[type] = recordBytes;
        return this;
    }

    @Override
    public void onRecord(ByteBuffer data, int offset, int length) {
        if (length < RecordLayout.RECORD_BYTES) {
            malformedCount++;
            return;
        }
        record.wrap(data, offset);
        int type = record.type();
        int protocol = record.protocol();
        if (type >= handlers.length
                || handlers[type] == null
                || record.size() != bytes[type]
                || length < bytes[type]
                || protocol != IPPROTO_TCP && protocol != IPPROTO_UDP) {
            malformedCount++;
            return;
        }
        recordCount++;
        beforeTimeNs.accept(record.timeNs());
        handlers[type].onRecord(record);
    }

    /** Records handed to a handler. */
    public long recordCount() {
        return recordCount;
    }

    /** Records that no handler understands: loader and agent are of different builds. */
    public long malformedCount() {
        return malformedCount;
    }
}
