// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * The SQL that this server understands:
 *
 * <pre>
 * SELECT columns FROM table [WHERE column = value [AND ...]]
 * INSERT INTO table (columns) VALUES (values) [RETURNING columns]
 * UPDATE table SET column = [column + | column -] value [WHERE ...]
 * BEGIN · COMMIT · ROLLBACK · SET ... (ignored) · SHOW TRANSACTION ISOLATION LEVEL
 * </pre>
 *
 * A value is a number, a 'literal', NULL or a $parameter, with or without parentheses and a {@code ::cast} (the column's
 * own type is taken). A condition compares with {@code =} or {@code >=}. There are no joins, expressions, ordering,
 * functions, DDL or system catalogue: anything else is a syntax error, and never a wrong answer.
 *
 * <p>Threading: confined to the thread that parses.
 */
final class SqlParser {
    private final Database database;
    private final Tokens tokens;
    private List<ColumnType> parameterTypes = new ArrayList<>();

    private SqlParser(String sql, Database database) throws SqlException {
        this.database = database;
        this.tokens = new Tokens(sql);
    }

    /** @return the statements between the semicolons; none for an empty text */
    static List<SqlStatement> parse(String sql, Database database) throws SqlException {
        SqlParser parser = new SqlParser(sql, database);
        List<SqlStatement> statements = new ArrayList<>();
        while (!parser.tokens.isAtEnd()) {
            if (!parser.tokens.take(";")) {
                statements.add(parser.statement());
            }
        }
        return statements;
    }

    private SqlStatement statement() throws SqlException {
        parameterTypes = new ArrayList<>();
        SqlStatement statement = statementOf(tokens.next());
        if (!tokens.isAtEnd()) {
            tokens.expect(";");
        }
        return statement;
    }

    private SqlStatement statementOf(String keyword) throws SqlException {
        switch (keyword) {
            case "select":
                return select();
            case "insert":
                return insert();
            case "update":
                return update();
            case "begin":
                tokens.skipStatement();
                return SessionStatement.BEGIN;
            case "commit":
                return SessionStatement.COMMIT;
            case "rollback":
                return SessionStatement.ROLLBACK;
            case "set":
                tokens.skipStatement();
                return SessionStatement.SET;
            case "show":
                tokens.expect("transaction", "isolation", "level");
                return SessionStatement.SHOW_ISOLATION;
            default:
                throw SqlException.syntax(keyword);
        }
    }

    private SqlStatement select() throws SqlException {
        List<String> names = columnNames();
        tokens.expect("from");
        Table table = database.table(tokens.next());
        Projection projection = projection(table, names);
        return new SelectStatement(table, projection, where(table), parameterTypes);
    }

    private SqlStatement insert() throws SqlException {
        tokens.expect("into");
        Table table = database.table(tokens.next());
        tokens.expect("(");
        List<Integer> columnIndexes = new ArrayList<>();
        for (String name : columnNames()) {
            columnIndexes.add(table.indexOf(name));
        }
        tokens.expect(")", "values", "(");
        List<Value> values = new ArrayList<>();
        for (int columnIndex : columnIndexes) {
            if (!values.isEmpty()) {
                tokens.expect(",");
            }
            values.add(value(typeOf(table, columnIndex)));
        }
        tokens.expect(")");
        Projection returning = tokens.take("returning") ? projection(table, columnNames()) : Projection.NONE;
        return new InsertStatement(table, columnIndexes, values, returning, parameterTypes);
    }

    private SqlStatement update() throws SqlException {
        Table table = database.table(tokens.next());
        tokens.expect("set");
        String column = tokens.next();
        int columnIndex = table.indexOf(column);
        tokens.expect("=");
        UpdateStatement.Change change = UpdateStatement.Change.SET;
        if (tokens.take(column, "+")) {
            change = UpdateStatement.Change.ADD;
        } else if (tokens.take(column, "-")) {
            change = UpdateStatement.Change.SUBTRACT;
        }
        ColumnType type = typeOf(table, columnIndex);
        if (change != UpdateStatement.Change.SET && type == ColumnType.TEXT) {
            throw new SqlException("42883", "\"" + column + "\" is text: it has no + and -");
        }
        Value value = value(type);
        return new UpdateStatement(table, columnIndex, change, value, where(table), parameterTypes);
    }

    private List<String> columnNames() throws SqlException {
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.next());
        } while (tokens.take(","));
        return names;
    }

    private static Projection projection(Table table, List<String> names) throws SqlException {
        List<Integer> columnIndexes = new ArrayList<>();
        for (String name : names) {
            if (name.equals("*")) {
                for (int i = 0; i < table.columns().size(); i++) {
                    columnIndexes.add(i);
                }
            } else {
                columnIndexes.add(table.indexOf(name));
            }
        }
        return Projection.of(table, columnIndexes);
    }

    private List<Condition> where(Table table) throws SqlException {
        List<Condition> conditions = new ArrayList<>();
        if (tokens.take("where")) {
            do {
                int columnIndex = table.indexOf(tokens.next());
                boolean acceptsGreater = tokens.take(">=");
                if (!acceptsGreater) {
                    tokens.expect("=");
                }
                conditions.add(new Condition(columnIndex, acceptsGreater, value(typeOf(table, columnIndex))));
            } while (tokens.take("and"));
        }
        return conditions;
    }

    private Value value(ColumnType type) throws SqlException {
        if (tokens.take("(")) {
            Value inner = value(type);
            tokens.expect(")");
            return inner;
        }
        boolean isNegative = tokens.take("-");
        String token = tokens.next();
        Value value = token.startsWith("$") && !isNegative
                ? parameter(token, type)
                : Value.ofLiteral(literal(isNegative ? "-" + token : token, type));
        if (tokens.take("::")) {
            tokens.next();
        }
        return value;
    }

    private static Object literal(String token, ColumnType type) throws SqlException {
        if (token.equals("null")) {
            return null;
        }
        if (token.startsWith("'")) {
            return type.parse(token.substring(1, token.length() - 1).replace("''", "'"));
        }
        if (!token.matches("-?\\d+")) {
            throw SqlException.syntax(token);
        }
        return type.parse(token);
    }

    /** Parameters are expected in the order of their numbers, each once: what every driver makes out of "?". */
    private Value parameter(String token, ColumnType type) throws SqlException {
        parameterTypes.add(type);
        if (!token.equals("$" + parameterTypes.size())) {
            throw SqlException.notSupported("parameters out of order (" + token + ")");
        }
        return Value.ofParameter(parameterTypes.size() - 1);
    }

    private static ColumnType typeOf(Table table, int columnIndex) {
        return table.columns().get(columnIndex).type();
    }
}
