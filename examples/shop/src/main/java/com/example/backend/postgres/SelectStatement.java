// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.ArrayList;
import java.util.List;

/** {@code SELECT columns FROM table [WHERE ...]}, rows in the order of insertion. Threading: immutable. */
final class SelectStatement implements SqlStatement {
    private final Table table;
    private final Projection projection;
    private final List<Condition> conditions;
    private final List<ColumnType> parameterTypes;

    SelectStatement(Table table, Projection projection, List<Condition> conditions, List<ColumnType> parameterTypes) {
        this.table = table;
        this.projection = projection;
        this.conditions = List.copyOf(conditions);
        this.parameterTypes = List.copyOf(parameterTypes);
    }

    @Override
    public List<Column> resultColumns() {
        return projection.columns();
    }

    @Override
    public List<ColumnType> parameterTypes() {
        return parameterTypes;
    }

    @Override
    public Result execute(Object[] parameters, Transaction transaction) {
        List<Object[]> result = new ArrayList<>();
        for (Object[] row : table.rows()) {
            if (Condition.allHold(conditions, row, parameters)) {
                result.add(projection.of(row));
            }
        }
        return new Result(result, "SELECT " + result.size());
    }
}
