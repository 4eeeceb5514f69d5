// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.List;

/**
 * One client's connection, from its first message to its last.
 *
 * <p>Threading: confined to the thread that runs it.
 */
final class PostgresSession {
    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final int CANCEL_REQUEST = 80877102;
    private static final int TLS_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final Object[] NO_PARAMETERS = {};

    private final int number;
    private final Database database;
    private final DataInputStream in;
    private final BackendMessages out;
    private final Transaction transaction;
    private final ExtendedQuery extendedQuery;

    /** After an error in the extended protocol everything up to the next Sync is passed over. */
    private boolean isSkippingToSync;

    PostgresSession(int number, Socket socket, Database database) throws IOException {
        this.number = number;
        this.database = database;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new BackendMessages(socket.getOutputStream());
        this.transaction = new Transaction(database);
        this.extendedQuery = new ExtendedQuery(database, out, this::run);
    }

    /** Serves the client until it says goodbye or closes. */
    void serve() throws IOException {
        try {
            if (!startUp()) {
                return;
            }
            FrontendMessage message = FrontendMessage.read(in);
            while (message.type() != 'X') {
                handle(message);
                message = FrontendMessage.read(in);
            }
        } catch (EOFException closedWithoutGoodbye) {
            return;
        } finally {
            transaction.rollback();
        }
    }

    /** @return false for a request to cancel, which has a connection of its own and no answer */
    private boolean startUp() throws IOException {
        int code = FrontendMessage.readStartup(in).nextInt();
        while (code == TLS_REQUEST || code == GSS_REQUEST) {
            out.encryptionRefused();
            code = FrontendMessage.readStartup(in).nextInt();
        }
        if (code == CANCEL_REQUEST) {
            return false;
        }
        if (code != PROTOCOL_3_0) {
            throw new ProtocolException(
                    "protocol " + (code >> 16) + "." + (code & 0xffff) + " asked for, only 3.0 is here");
        }
        out.authenticationOk();
        out.parameterStatus("server_version", "15.0");
        out.parameterStatus("server_encoding", "UTF8");
        out.parameterStatus("client_encoding", "UTF8");
        out.parameterStatus("DateStyle", "ISO, MDY");
        out.parameterStatus("TimeZone", "UTC");
        out.parameterStatus("integer_datetimes", "on");
        out.parameterStatus("standard_conforming_strings", "on");
        out.backendKeyData(number);
        ready();
        return true;
    }

    private void ready() throws IOException {
        out.readyForQuery(transaction.status());
        out.flush();
    }

    private void handle(FrontendMessage message) throws IOException {
        if (message.type() == 'S') {
            isSkippingToSync = false;
            ready();
        } else if (message.type() == 'Q') {
            simpleQuery(message.nextString());
        } else if (!isSkippingToSync) {
            try {
                handleExtended(message);
            } catch (SqlException refused) {
                transaction.afterFailure();
                out.error(refused.sqlState(), refused.getMessage());
                isSkippingToSync = true;
            }
        }
    }

    private void handleExtended(FrontendMessage message) throws IOException, SqlException {
        switch (message.type()) {
            case 'P':
                extendedQuery.parse(message);
                break;
            case 'B':
                extendedQuery.bind(message);
                break;
            case 'D':
                extendedQuery.describe(message);
                break;
            case 'E':
                extendedQuery.execute(message);
                break;
            case 'C':
                extendedQuery.close(message);
                break;
            case 'H':
                out.flush();
                break;
            default:
                throw new SqlException("08P01", "unknown message '" + message.type() + "'");
        }
    }

    private void simpleQuery(String sql) throws IOException {
        try {
            List<SqlStatement> statements = SqlParser.parse(sql, database);
            if (statements.isEmpty()) {
                out.emptyQueryResponse();
            }
            for (SqlStatement statement : statements) {
                SqlStatement.Result result = run(statement, NO_PARAMETERS);
                sendRows(statement.resultColumns(), result);
                out.commandComplete(result.tag());
            }
        } catch (SqlException refused) {
            transaction.afterFailure();
            out.error(refused.sqlState(), refused.getMessage());
        }
        ready();
    }

    private void sendRows(List<Column> columns, SqlStatement.Result result) throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        out.rowDescription(columns, ValueFormats.TEXT);
        for (Object[] row : result.rows()) {
            out.dataRow(columns, row, ValueFormats.TEXT);
        }
    }

    private SqlStatement.Result run(SqlStatement statement, Object[] parameters) throws SqlException {
        if (transaction.status() == 'E' && !statement.endsTransaction()) {
            throw new SqlException("25P02", "the transaction has failed: nothing but ROLLBACK is accepted");
        }
        if (parameters.length < statement.parameterTypes().size()) {
            throw new SqlException("42P02", "there is no parameter $" + (parameters.length + 1));
        }
        SqlStatement.Result result = statement.execute(parameters, transaction);
        transaction.afterStatement();
        return result;
    }
}
