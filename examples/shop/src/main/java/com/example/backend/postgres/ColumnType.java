// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * The three column types of this server, with PostgreSQL's type ids and both of its value formats. Values are {@link
 * Long} for the integers and {@link String} for text, so that comparing columns needs no conversion.
 *
 * <p>Threading: immutable.
 */
enum ColumnType {
    INT4(23, 4),
    INT8(20, 8),
    TEXT(25, -1);

    private static final int INT2_OID = 21;
    private static final int VARCHAR_OID = 1043;

    private final int oid;
    private final int sizeBytes;

    ColumnType(int oid, int sizeBytes) {
        this.oid = oid;
        this.sizeBytes = sizeBytes;
    }

    int oid() {
        return oid;
    }

    /** The width on the wire in bytes, or -1 when it varies. */
    int sizeBytes() {
        return sizeBytes;
    }

    /**
     * Checks the type that a client declared for a parameter. An integer of any width will do for an integer.
     *
     * @param declaredOid 0 when the client leaves it to the server
     * @throws SqlException when the parameter would have to be converted
     */
    void requireAccepts(int declaredOid) throws SqlException {
        boolean isText = declaredOid == TEXT.oid || declaredOid == VARCHAR_OID;
        boolean isInteger = declaredOid == INT4.oid || declaredOid == INT8.oid || declaredOid == INT2_OID;
        if (declaredOid != 0 && !(this == TEXT ? isText : isInteger)) {
            throw SqlException.notSupported("a parameter of type " + declaredOid + " for a column of type " + this);
        }
    }

    Object parse(String text) throws SqlException {
        if (this == TEXT) {
            return text;
        }
        try {
            return inRange(Long.parseLong(text.trim()));
        } catch (NumberFormatException notANumber) {
            throw new SqlException("22P02", "invalid input syntax for an integer: \"" + text + "\"");
        }
    }

    /** @throws SqlException when the number does not fit into this type: it is never cut off silently */
    Long inRange(long number) throws SqlException {
        if (this == INT4 && number != (int) number) {
            throw new SqlException("22003", "integer out of range: " + number);
        }
        return number;
    }

    Object decode(byte[] bytes, boolean isBinary) throws SqlException {
        if (!isBinary || this == TEXT) {
            return parse(new String(bytes, UTF_8));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        switch (bytes.length) {
            case Short.BYTES:
                return inRange(buffer.getShort());
            case Integer.BYTES:
                return inRange(buffer.getInt());
            case Long.BYTES:
                return inRange(buffer.getLong());
            default:
                throw new SqlException("22P03", "an integer of " + bytes.length + " bytes");
        }
    }

    byte[] encode(Object value, boolean isBinary) {
        if (!isBinary || this == TEXT) {
            return value.toString().getBytes(UTF_8);
        }
        ByteBuffer buffer = ByteBuffer.allocate(sizeBytes);
        if (this == INT4) {
            buffer.putInt(((Long) value).intValue());
        } else {
            buffer.putLong((Long) value);
        }
        return buffer.array();
    }
}
