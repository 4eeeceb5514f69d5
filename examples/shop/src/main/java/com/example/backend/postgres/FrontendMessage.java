// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * One message from the client: a type byte (none in the first message), a length that counts itself, and the body.
 *
 * <p>Threading: confined to the session's thread.
 */
final class FrontendMessage {
    /** Far above what a shop's statement needs; above it the client is not one, and no memory is given to it. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    /** The length of a value that is null. */
    private static final int NULL_LENGTH = -1;

    private final char type;
    private final ByteBuffer body;

    private FrontendMessage(char type, ByteBuffer body) {
        this.type = type;
        this.body = body;
    }

    /** @throws java.io.EOFException when the client has closed the connection */
    static FrontendMessage read(DataInputStream in) throws IOException {
        return new FrontendMessage((char) in.readUnsignedByte(), readBody(in));
    }

    /** The first message of a connection has no type. */
    static FrontendMessage readStartup(DataInputStream in) throws IOException {
        return new FrontendMessage('\0', readBody(in));
    }

    private static ByteBuffer readBody(DataInputStream in) throws IOException {
        int bodyBytes = in.readInt() - Integer.BYTES;
        if (bodyBytes < 0 || bodyBytes > MAX_BODY_BYTES) {
            throw new ProtocolException("a message of " + bodyBytes + " bytes: not the PostgreSQL protocol?");
        }
        byte[] body = new byte[bodyBytes];
        in.readFully(body);
        return ByteBuffer.wrap(body);
    }

    char type() {
        return type;
    }

    int nextByte() throws ProtocolException {
        return require(Byte.BYTES).get();
    }

    int nextShort() throws ProtocolException {
        return require(Short.BYTES).getShort();
    }

    int nextInt() throws ProtocolException {
        return require(Integer.BYTES).getInt();
    }

    /** @return null for SQL's null */
    byte[] nextValue() throws ProtocolException {
        int length = nextInt();
        if (length == NULL_LENGTH) {
            return null;
        }
        if (length < 0) {
            throw new ProtocolException("a value of " + length + " bytes");
        }
        require(length);
        byte[] value = new byte[length];
        body.get(value);
        return value;
    }

    String nextString() throws ProtocolException {
        int start = body.position();
        try {
            while (body.get() != 0) {
                continue;
            }
        } catch (BufferUnderflowException noEnd) {
            throw new ProtocolException("a string without end in message '" + type + "'");
        }
        return new String(body.array(), start, body.position() - start - 1, UTF_8);
    }

    private ByteBuffer require(int bytes) throws ProtocolException {
        if (body.remaining() < bytes) {
            throw new ProtocolException("message '" + type + "' ends too early");
        }
        return body;
    }
}
