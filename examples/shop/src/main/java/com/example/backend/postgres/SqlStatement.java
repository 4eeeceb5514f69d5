// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.List;

/** A parsed statement. Threading: immutable, so that a prepared statement runs as often as it is wanted. */
interface SqlStatement {

    /** The columns of its rows; empty when it returns none. */
    List<Column> resultColumns();

    /** The types of $1, $2, ... as the columns they are used with tell. */
    List<ColumnType> parameterTypes();

    /** Whether a failed transaction block still accepts it. */
    default boolean endsTransaction() {
        return false;
    }

    Result execute(Object[] parameters, Transaction transaction) throws SqlException;

    /** The rows, and the tag that closes the answer ("SELECT 3"). Threading: immutable. */
    final class Result {
        private final List<Object[]> rows;
        private final String tag;

        Result(List<Object[]> rows, String tag) {
            this.rows = List.copyOf(rows);
            this.tag = tag;
        }

        List<Object[]> rows() {
            return rows;
        }

        String tag() {
            return tag;
        }
    }
}
