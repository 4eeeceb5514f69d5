// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The extended query protocol of one session: Parse makes a prepared statement, Bind gives it parameters and makes a
 * portal, Execute takes rows from the portal.
 *
 * <p>Threading: confined to the session's thread.
 */
final class ExtendedQuery {
    private final Database database;
    private final BackendMessages out;
    private final StatementRunner runner;
    private final Map<String, Prepared> preparedByName = new HashMap<>();
    private final Map<String, Portal> portalByName = new HashMap<>();

    ExtendedQuery(Database database, BackendMessages out, StatementRunner runner) {
        this.database = database;
        this.out = out;
        this.runner = runner;
    }

    void parse(FrontendMessage message) throws IOException, SqlException {
        String name = message.nextString();
        List<SqlStatement> statements = SqlParser.parse(message.nextString(), database);
        if (statements.size() > 1) {
            throw new SqlException("42601", "cannot insert multiple commands into a prepared statement");
        }
        SqlStatement statement = statements.isEmpty() ? null : statements.get(0);
        List<ColumnType> types = statement == null ? List.of() : statement.parameterTypes();
        int declaredCount = message.nextShort();
        for (int i = 0; i < declaredCount; i++) {
            int oid = message.nextInt();
            if (i < types.size()) {
                types.get(i).requireAccepts(oid);
            }
        }
        preparedByName.put(name, new Prepared(statement, types));
        out.parseComplete();
    }

    void bind(FrontendMessage message) throws IOException, SqlException {
        String portalName = message.nextString();
        Prepared prepared = find(preparedByName, message.nextString());
        ValueFormats formats = ValueFormats.read(message);
        int count = message.nextShort();
        if (count != prepared.parameterTypes.size()) {
            throw new SqlException(
                    "08P01", "bind has " + count + " parameters, needed " + prepared.parameterTypes.size());
        }
        Object[] parameters = new Object[count];
        for (int i = 0; i < count; i++) {
            byte[] value = message.nextValue();
            ColumnType type = prepared.parameterTypes.get(i);
            parameters[i] = value == null ? null : type.decode(value, formats.isBinary(i));
        }
        portalByName.put(portalName, new Portal(prepared.statement, parameters, ValueFormats.read(message)));
        out.bindComplete();
    }

    void describe(FrontendMessage message) throws IOException, SqlException {
        boolean isStatement = isStatement(message);
        String name = message.nextString();
        if (isStatement) {
            Prepared prepared = find(preparedByName, name);
            out.parameterDescription(prepared.parameterTypes);
            describeRows(prepared.statement, ValueFormats.TEXT);
        } else {
            Portal portal = find(portalByName, name);
            describeRows(portal.statement, portal.formats);
        }
    }

    private void describeRows(SqlStatement statement, ValueFormats formats) throws IOException {
        if (statement == null || statement.resultColumns().isEmpty()) {
            out.noData();
        } else {
            out.rowDescription(statement.resultColumns(), formats);
        }
    }

    /** Sends at most as many rows as asked for; the portal keeps the rest for the next Execute. */
    void execute(FrontendMessage message) throws IOException, SqlException {
        Portal portal = find(portalByName, message.nextString());
        int maxRows = message.nextInt();
        if (portal.statement == null) {
            out.emptyQueryResponse();
            return;
        }
        if (portal.result == null) {
            portal.result = runner.run(portal.statement, portal.parameters);
            portal.rows = portal.result.rows().iterator();
        }
        int sentRows = 0;
        while (portal.rows.hasNext() && (maxRows <= 0 || sentRows < maxRows)) {
            out.dataRow(portal.statement.resultColumns(), portal.rows.next(), portal.formats);
            sentRows++;
        }
        if (portal.rows.hasNext()) {
            out.portalSuspended();
        } else {
            out.commandComplete(portal.result.tag());
        }
    }

    void close(FrontendMessage message) throws IOException {
        Map<String, ?> closing = isStatement(message) ? preparedByName : portalByName;
        closing.remove(message.nextString());
        out.closeComplete();
    }

    private static boolean isStatement(FrontendMessage message) throws ProtocolException {
        return message.nextByte() == 'S';
    }

    private static <T> T find(Map<String, T> byName, String name) throws SqlException {
        T found = byName.get(name);
        if (found == null) {
            throw new SqlException("26000", "prepared statement or portal \"" + name + "\" does not exist");
        }
        return found;
    }

    /** Runs a statement inside the session's transaction. */
    interface StatementRunner {
        SqlStatement.Result run(SqlStatement statement, Object[] parameters) throws SqlException;
    }

    /** A statement, null for an empty text, and the types of its parameters. */
    private static final class Prepared {
        final SqlStatement statement;
        final List<ColumnType> parameterTypes;

        Prepared(SqlStatement statement, List<ColumnType> parameterTypes) {
            this.statement = statement;
            this.parameterTypes = parameterTypes;
        }
    }

    /** A statement with its parameters, and, once executed, the rows not sent yet. */
    private static final class Portal {
        final SqlStatement statement;
        final Object[] parameters;
        final ValueFormats formats;
        SqlStatement.Result result;
        Iterator<Object[]> rows;

        Portal(SqlStatement statement, Object[] parameters, ValueFormats formats) {
            this.statement = statement;
            this.parameters = parameters;
            this.formats = formats;
        }
    }
}
