// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.ArrayList;
import java.util.List;

/** The columns that a statement asked for, out of those of its table. Threading: immutable. */
final class Projection {
    static final Projection NONE = new Projection(List.of(), List.of());

    private final List<Integer> columnIndexes;
    private final List<Column> columns;

    private Projection(List<Integer> columnIndexes, List<Column> columns) {
        this.columnIndexes = List.copyOf(columnIndexes);
        this.columns = List.copyOf(columns);
    }

    static Projection of(Table table, List<Integer> columnIndexes) {
        List<Column> columns = new ArrayList<>();
        for (int index : columnIndexes) {
            columns.add(table.columns().get(index));
        }
        return new Projection(columnIndexes, columns);
    }

    List<Column> columns() {
        return columns;
    }

    Object[] of(Object[] row) {
        return columnIndexes.stream().map(index -> row[index]).toArray();
    }
}
