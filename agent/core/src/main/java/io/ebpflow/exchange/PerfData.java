// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * HotSpot's performance counters in memory, format 2.0 (perfMemory.hpp), what jstat reads:
 *
 * <pre>
 *   0 magic ca fe c0 c0   4 byte order, 1: little   5 major   6 minor   7 accessible
 *   8 used   12 overflow   16 modification time   24 offset of the first entry   28 entries
 *
 *   entry: 0 length   4 offset of the name   8 elements of a vector, 0: a scalar
 *          12 type, 'J': long, 'B': byte   13 flags   14 units   15 variability   16 offset of the value
 * </pre>
 *
 * The JVM never unmaps it, not even when it ends.
 *
 * <p>Threading: thread-safe; the JVM writes. A read is an acquire: what is read after it is not older.
 */
final class PerfData {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int MAGIC = 0xcafec0c0;
    private static final int PROLOGUE_BYTES = 32;
    private static final int ENTRY_BYTES = 20;
    private static final int BYTE_ORDER = 4;
    private static final int MAJOR = 5;
    private static final int ACCESSIBLE = 7;
    private static final int FIRST_ENTRY = 24;
    private static final int ENTRY_COUNT = 28;

    private final ByteBuffer memory;
    private final Map<String, Integer> longs = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    private PerfData(ByteBuffer memory) {
        this.memory = memory;
        int entry = memory.getInt(FIRST_ENTRY);
        for (int i = memory.getInt(ENTRY_COUNT); i > 0; i--) {
            int value = entry + memory.getInt(entry + 16);
            int elements = memory.getInt(entry + 8);
            char type = (char) memory.get(entry + 12);
            String name = text(entry + memory.getInt(entry + 4), memory.limit());
            if (type == 'J' && elements == 0 && value % Long.BYTES == 0) {
                memory.getLong(value); // it is in there
                longs.put(name, value);
            } else if (type == 'B' && elements > 0) {
                texts.put(name, text(value, value + elements));
            }
            int bytes = memory.getInt(entry);
            if (bytes < ENTRY_BYTES) {
                throw new IndexOutOfBoundsException("entry of " + bytes + " bytes");
            }
            entry += bytes;
        }
    }

    /**
     * Finds all counters in it.
     *
     * @param memory from the JVM, address aligned to 8 bytes
     * @return null if it is not perf data as we know it
     */
    static PerfData of(ByteBuffer memory) {
        if (memory == null || memory.capacity() < PROLOGUE_BYTES) {
            return null; // -XX:-UsePerfData
        }
        ByteBuffer bytes = memory.duplicate().order(ByteOrder.nativeOrder());
        bytes.clear();
        boolean isNative = bytes.get(BYTE_ORDER) == (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 0);
        boolean isMagic = memory.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0) == MAGIC;
        if (!isMagic || !isNative || bytes.get(MAJOR) != 2 || bytes.get(ACCESSIBLE) == 0) {
            return null;
        }
        try {
            return new PerfData(bytes);
        } catch (IndexOutOfBoundsException e) {
            return null; // it says it is larger than it is
        }
    }

    private String text(int from, int limit) {
        int to = from;
        while (to < limit && memory.get(to) != 0) {
            to++;
        }
        byte[] bytes = new byte[to - from];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = memory.get(from + i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where {@link #read} finds a counter; -1: this JVM has no such counter. */
    int find(String name) {
        return longs.getOrDefault(name, -1);
    }

    /** A counter as it is now. */
    long read(int offset) {
        return (long) LONGS.getAcquire(memory, offset);
    }

    /** What a name stands for, null: this JVM has no such name. */
    String text(String name) {
        return texts.get(name);
    }
}
