// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.export;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads nDPI's TLV format as a collector does: written from the description of the format, without a line of the agent's own
 * encoder. Numbers are Long, texts String, floats Float; keys are what they are as text.
 */
final class FlowDecoder {
    private final DataInputStream in;

    private FlowDecoder(byte[] payload) {
        in = new DataInputStream(new ByteArrayInputStream(payload));
    }

    /** Every record of a message's second frame. */
    static List<Map<String, Object>> records(byte[] payload) throws IOException {
        return new FlowDecoder(payload).all();
    }

    private List<Map<String, Object>> all() throws IOException {
        if (in.readUnsignedByte() != 1 || in.readUnsignedByte() != 1) {
            throw new IOException("not version 1, or not TLV");
        }
        List<Map<String, Object>> records = new ArrayList<>();
        Map<String, Object> record = new LinkedHashMap<>();
        while (in.available() > 0) {
            int type = in.readUnsignedByte();
            if (type == 1) {
                records.add(record);
                record = new LinkedHashMap<>();
                continue;
            }
            String key = String.valueOf(value(type >> 4));
            if (record.put(key, value(type & 15)) != null) {
                throw new IOException("key " + key + " twice in " + record);
            }
        }
        if (!record.isEmpty()) {
            throw new IOException("no end of " + record);
        }
        return records;
    }

    private Object value(int type) throws IOException {
        switch (type) {
            case 2:
                return (long) in.readUnsignedByte();
            case 3:
                return (long) in.readUnsignedShort();
            case 4:
                return in.readInt() & 0xffff_ffffL;
            case 5:
                return in.readLong();
            case 10: // little endian
                int bits = 0;
                for (int shift = 0; shift < 32; shift += 8) {
                    bits |= in.readUnsignedByte() << shift;
                }
                return Float.intBitsToFloat(bits);
            case 11:
                byte[] text = new byte[in.readUnsignedShort()];
                in.readFully(text);
                return new String(text, StandardCharsets.UTF_8);
            default:
                throw new IOException("type " + type + " is none that is understood");
        }
    }
}
