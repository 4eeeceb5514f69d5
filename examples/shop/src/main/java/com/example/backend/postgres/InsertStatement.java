// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.List;

/** {@code INSERT INTO table (columns) VALUES (...) [RETURNING columns]}, one row. Threading: immutable. */
final class InsertStatement implements SqlStatement {
    private final Table table;
    private final List<Integer> columnIndexes;
    private final List<Value> values;
    private final Projection returning;
    private final List<ColumnType> parameterTypes;

    InsertStatement(
            Table table,
            List<Integer> columnIndexes,
            List<Value> values,
            Projection returning,
            List<ColumnType> parameterTypes) {
        this.table = table;
        this.columnIndexes = List.copyOf(columnIndexes);
        this.values = List.copyOf(values);
        this.returning = returning;
        this.parameterTypes = List.copyOf(parameterTypes);
    }

    @Override
    public List<Column> resultColumns() {
        return returning.columns();
    }

    @Override
    public List<ColumnType> parameterTypes() {
        return parameterTypes;
    }

    @Override
    public Result execute(Object[] parameters, Transaction transaction) throws SqlException {
        Object[] row = new Object[table.columns().size()];
        for (int i = 0; i < values.size(); i++) {
            row[columnIndexes.get(i)] = values.get(i).resolve(parameters);
        }
        transaction.beforeWrite();
        Object[] inserted = table.insert(row);
        transaction.toUndo(() -> table.remove(inserted));
        boolean returnsRow = !returning.columns().isEmpty();
        return new Result(returnsRow ? List.<Object[]>of(returning.of(inserted)) : List.of(), "INSERT 0 1");
    }
}
