// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The server's messages, each built in memory for its length to be known, and sent when flushed.
 *
 * <p>Threading: confined to the session's thread.
 */
final class BackendMessages {
    private static final int AUTHENTICATION_OK = 0;
    private static final int NULL_LENGTH = -1;

    private final DataOutputStream out;
    private final ByteArrayOutputStream bodyBytes = new ByteArrayOutputStream();
    private final DataOutputStream body = new DataOutputStream(bodyBytes);

    BackendMessages(OutputStream out) {
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    void flush() throws IOException {
        out.flush();
    }

    /** The answer to a wish for TLS or GSS encryption: one byte, not a message. */
    void encryptionRefused() throws IOException {
        out.writeByte('N');
        out.flush();
    }

    void authenticationOk() throws IOException {
        body.writeInt(AUTHENTICATION_OK);
        send('R');
    }

    void parameterStatus(String name, String value) throws IOException {
        writeString(name);
        writeString(value);
        send('S');
    }

    /** What a client would need to cancel a query; this server cancels none. */
    void backendKeyData(int sessionNumber) throws IOException {
        body.writeInt(sessionNumber);
        body.writeInt(0);
        send('K');
    }

    void readyForQuery(char transactionStatus) throws IOException {
        body.writeByte(transactionStatus);
        send('Z');
    }

    void parameterDescription(List<ColumnType> types) throws IOException {
        body.writeShort(types.size());
        for (ColumnType type : types) {
            body.writeInt(type.oid());
        }
        send('t');
    }

    void rowDescription(List<Column> columns, ValueFormats formats) throws IOException {
        body.writeShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ColumnType type = columns.get(i).type();
            writeString(columns.get(i).name());
            body.writeInt(0); // no table id: there is no catalogue to look it up in
            body.writeShort(0);
            body.writeInt(type.oid());
            body.writeShort(type.sizeBytes());
            body.writeInt(-1); // no type modifier
            body.writeShort(formats.isBinary(i) ? 1 : 0);
        }
        send('T');
    }

    void dataRow(List<Column> columns, Object[] row, ValueFormats formats) throws IOException {
        body.writeShort(row.length);
        for (int i = 0; i < row.length; i++) {
            if (row[i] == null) {
                body.writeInt(NULL_LENGTH);
            } else {
                byte[] value = columns.get(i).type().encode(row[i], formats.isBinary(i));
                body.writeInt(value.length);
                body.write(value);
            }
        }
        send('D');
    }

    void commandComplete(String tag) throws IOException {
        writeString(tag);
        send('C');
    }

    void error(String sqlState, String message) throws IOException {
        for (String field : new String[] {"SERROR", "VERROR", "C" + sqlState, "M" + message}) {
            writeString(field);
        }
        body.writeByte(0);
        send('E');
    }

    void parseComplete() throws IOException {
        send('1');
    }

    void bindComplete() throws IOException {
        send('2');
    }

    void closeComplete() throws IOException {
        send('3');
    }

    void noData() throws IOException {
        send('n');
    }

    void emptyQueryResponse() throws IOException {
        send('I');
    }

    void portalSuspended() throws IOException {
        send('s');
    }

    private void writeString(String text) throws IOException {
        body.write(text.getBytes(UTF_8));
        body.writeByte(0);
    }

    private void send(char type) throws IOException {
        out.writeByte(type);
        out.writeInt(Integer.BYTES + bodyBytes.size());
        bodyBytes.writeTo(out);
        bodyBytes.reset();
    }
}
