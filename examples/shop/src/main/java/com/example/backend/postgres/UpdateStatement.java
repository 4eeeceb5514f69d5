// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.List;

/** {@code UPDATE table SET column = [column + | column -] value [WHERE ...]}. Threading: immutable. */
final class UpdateStatement implements SqlStatement {
    private final Table table;
    private final int columnIndex;
    private final Change change;
    private final Value value;
    private final List<Condition> conditions;
    private final List<ColumnType> parameterTypes;

    /** How the column gets its new value. */
    enum Change {
        SET,
        ADD,
        SUBTRACT
    }

    UpdateStatement(
            Table table,
            int columnIndex,
            Change change,
            Value value,
            List<Condition> conditions,
            List<ColumnType> parameterTypes) {
        this.table = table;
        this.columnIndex = columnIndex;
        this.change = change;
        this.value = value;
        this.conditions = List.copyOf(conditions);
        this.parameterTypes = List.copyOf(parameterTypes);
    }

    @Override
    public List<Column> resultColumns() {
        return List.of();
    }

    @Override
    public List<ColumnType> parameterTypes() {
        return parameterTypes;
    }

    @Override
    public Result execute(Object[] parameters, Transaction transaction) throws SqlException {
        transaction.beforeWrite();
        int updatedCount = 0;
        for (Object[] row : table.rows()) {
            if (Condition.allHold(conditions, row, parameters)) {
                Object[] replacement = row.clone();
                replacement[columnIndex] = changed(row[columnIndex], value.resolve(parameters));
                table.replace(row, replacement);
                transaction.toUndo(() -> table.replace(replacement, row));
                updatedCount++;
            }
        }
        return new Result(List.of(), "UPDATE " + updatedCount);
    }

    private Object changed(Object current, Object operand) throws SqlException {
        if (change == Change.SET) {
            return operand;
        }
        if (current == null || operand == null) {
            return null;
        }
        long amount = (Long) operand;
        ColumnType type = table.columns().get(columnIndex).type();
        return type.inRange((Long) current + (change == Change.ADD ? amount : -amount));
    }
}
