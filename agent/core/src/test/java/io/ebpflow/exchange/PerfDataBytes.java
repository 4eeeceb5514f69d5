// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Perf data as HotSpot writes it. */
final class PerfDataBytes {
    private static final int ENTRY_BYTES = 20;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(8_192).order(ByteOrder.nativeOrder());
    private final Map<String, Integer> values = new HashMap<>();
    private int end = 32;

    PerfDataBytes() {
        memory.duplicate().order(ByteOrder.BIG_ENDIAN).putInt(0, 0xcafec0c0);
        memory.put(4, (byte) (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 0));
        memory.put(5, (byte) 2);
        memory.put(7, (byte) 1);
        memory.putInt(24, end);
    }

    /** What a JVM with this collector has. */
    static PerfDataBytes hotSpot(String collector) {
        return new PerfDataBytes()
                .text("java.property.java.vm.name", "OpenJDK 64-Bit Server VM")
                .number("sun.rt.safepointSyncTime", 'J', 0)
                .number("sun.rt.safepoints", 'J', 0)
                .number("sun.rt.safepointTime", 'J', 0)
                .number("sun.rt.applicationTime", 'J', 0)
                .number("sun.threads.vmOperationTime", 'J', 0)
                .text("sun.gc.collector.0.name", collector)
                .number("sun.gc.collector.0.lastEntryTime", 'J', 0)
                .number("sun.gc.collector.0.lastExitTime", 'J', 0)
                .number("sun.os.hrt.frequency", 'J', 1_000_000_000);
    }

    PerfDataBytes number(String name, char type, long value) {
        int valueOffset = entry(name, type, 0, Long.BYTES);
        values.put(name, valueOffset);
        memory.putLong(valueOffset, value);
        return this;
    }

    PerfDataBytes text(String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        int valueOffset = entry(name, 'B', bytes.length + 1, bytes.length + 1);
        for (int i = 0; i < bytes.length; i++) {
            memory.put(valueOffset + i, bytes[i]);
        }
        return this;
    }

    private int entry(String name, char type, int elements, int valueBytes) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        int value = ENTRY_BYTES + bytes.length + 1 + 7 & -8;
        memory.putInt(end, value + valueBytes + 7 & -8);
        memory.putInt(end + 4, ENTRY_BYTES);
        memory.putInt(end + 8, elements);
        memory.put(end + 12, (byte) type);
        memory.putInt(end + 16, value);
        for (int i = 0; i < bytes.length; i++) {
            memory.put(end + ENTRY_BYTES + i, bytes[i]);
        }
        int at = end + value;
        end += value + valueBytes + 7 & -8;
        memory.putInt(8, end);
        memory.putInt(28, memory.getInt(28) + 1);
        return at;
    }

    void set(String name, long value) {
        memory.putLong(values.get(name), value);
    }

    void add(String name, long value) {
        memory.putLong(values.get(name), memory.getLong(values.get(name)) + value);
    }

    ByteBuffer memory() {
        return memory;
    }

    PerfData data() {
        return PerfData.of(memory);
    }
}
