// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

/** A named, typed column. Threading: immutable. */
final class Column {
    private final String name;
    private final ColumnType type;

    Column(String name, ColumnType type) {
        this.name = name;
        this.type = type;
    }

    String name() {
        return name;
    }

    ColumnType type() {
        return type;
    }
}
