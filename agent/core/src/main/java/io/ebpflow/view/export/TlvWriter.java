// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a record as nDPI's serializer does in its TLV format: items without order or schema.
 *
 * <pre>
 *   item: type of key (4 bits) | type of value (4 bits), key, value
 *   types: 2 u8 · 3 u16 · 4 u32 · 5 u64 · 10 float · 11 string: u16 length, bytes
 *   record: item, item, ... end (1)
 * </pre>
 *
 * Integers are big endian and as short as they can be. Floats are as the memory of an x86 has them: little endian.
 *
 * <p>Threading: confined to the view thread.
 */
final class TlvWriter {
    private static final int U8 = 2;
    private static final int U16 = 3;
    private static final int U32 = 4;
    private static final int U64 = 5;
    private static final int FLOAT = 10;
    private static final int STRING = 11;
    private static final int END = 1;

    private byte[] bytes = new byte[1_024];
    private int length;

    /** Begins a record. */
    void begin() {
        length = 0;
    }

    /** @return what was written since {@link #begin}, with the mark of its end */
    byte[] end() {
        put(END);
        return Arrays.copyOf(bytes, length);
    }

    /** @param value from 0; as unsigned beyond 63 bits */
    void number(int key, long value) {
        if (value >= 0 && value <= 0xff) {
            keyed(key, U8);
            put((int) value);
        } else if (value >= 0 && value <= 0xffff) {
            keyed(key, U16);
            putShort((int) value);
        } else if (value >= 0 && value <= 0xffff_ffffL) {
            keyed(key, U32);
            putInt((int) value);
        } else {
            keyed(key, U64);
            putInt((int) (value >>> Integer.SIZE));
            putInt((int) value);
        }
    }

    void real(int key, float value) {
        keyed(key, FLOAT);
        putInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
    }

    /** @param value null: no item */
    void text(int key, CharSequence value, int maxBytes) {
        if (value != null) {
            keyed(key, STRING);
            putText(value, maxBytes);
        }
    }

    /**
     * An item that the collector has no number for.
     *
     * @param value null or empty: no item
     */
    void text(String key, CharSequence value, int maxBytes) {
        if (value != null && value.length() > 0) {
            put(STRING << 4 | STRING);
            putText(key, maxBytes);
            putText(value, maxBytes);
        }
    }

    private void keyed(int key, int valueType) {
        if (key <= 0xff) {
            put(U8 << 4 | valueType);
            put(key);
        } else {
            put(U16 << 4 | valueType);
            putShort(key);
        }
    }

    /** Cut where a character begins: half of one is no UTF-8. */
    private void putText(CharSequence value, int maxBytes) {
        byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
        int end = Math.min(text.length, maxBytes);
        while (end < text.length && end > 0 && (text[end] & 0xc0) == 0x80) {
            end--;
        }
        putShort(end);
        grow(end);
        System.arraycopy(text, 0, bytes, length, end);
        length += end;
    }

    private void putInt(int value) {
        putShort(value >>> Short.SIZE);
        putShort(value);
    }

    private void putShort(int value) {
        put(value >>> Byte.SIZE);
        put(value);
    }

    private void put(int value) {
        grow(1);
        bytes[length++] = (byte) value;
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
