// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in memory. Rows are never changed in place: an update replaces the row, so that a reader keeps a consistent
 * one. The first column is the key; an insert that leaves it out gets the next number.
 *
 * <p>Threading: thread-safe.
 */
final class Table {
    private final String name;
    private final List<Column> columns;
    private final List<Object[]> rows = new ArrayList<>();
    private long nextKey = 1;

    Table(String name, Column... columns) {
        this.name = name;
        this.columns = List.of(columns);
    }

    List<Column> columns() {
        return columns;
    }

    int indexOf(String column) throws SqlException {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new SqlException("42703", "column \"" + column + "\" of \"" + name + "\" does not exist");
    }

    synchronized List<Object[]> rows() {
        return List.copyOf(rows);
    }

    synchronized Object[] insert(Object[] row) throws SqlException {
        if (row[0] == null) {
            row[0] = nextKey;
        }
        for (Object[] existing : rows) {
            if (existing[0].equals(row[0])) {
                throw new SqlException("23505", "duplicate key " + row[0] + " in \"" + name + "\"");
            }
        }
        nextKey = Math.max(nextKey, (Long) row[0] + 1);
        rows.add(row);
        return row;
    }

    synchronized void replace(Object[] old, Object[] replacement) {
        rows.set(positionOf(old), replacement);
    }

    synchronized void remove(Object[] row) {
        rows.remove(positionOf(row));
    }

    /** By identity: two equal rows are still two rows. */
    private int positionOf(Object[] row) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) == row) {
                return i;
            }
        }
        throw new IllegalStateException("the row is not in \"" + name + "\": was it changed without the write lock?");
    }
}
