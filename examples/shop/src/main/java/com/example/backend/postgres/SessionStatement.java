// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.List;

/** Statements about the session, not about tables. Threading: immutable. */
enum SessionStatement implements SqlStatement {
    BEGIN {
        @Override
        public Result execute(Object[] parameters, Transaction transaction) {
            transaction.begin();
            return new Result(List.of(), name());
        }
    },
    COMMIT {
        @Override
        public Result execute(Object[] parameters, Transaction transaction) {
            boolean isKept = transaction.commit();
            return new Result(List.of(), isKept ? name() : ROLLBACK.name());
        }
    },
    ROLLBACK {
        @Override
        public Result execute(Object[] parameters, Transaction transaction) {
            transaction.rollback();
            return new Result(List.of(), name());
        }
    },
    /** Accepted, so that drivers and pools can say their preferences; nothing here depends on a setting. */
    SET {
        @Override
        public Result execute(Object[] parameters, Transaction transaction) {
            return new Result(List.of(), name());
        }
    },
    /** {@code SHOW TRANSACTION ISOLATION LEVEL}, which connection pools ask for. */
    SHOW_ISOLATION {
        @Override
        public List<Column> resultColumns() {
            return List.of(new Column("transaction_isolation", ColumnType.TEXT));
        }

        @Override
        public Result execute(Object[] parameters, Transaction transaction) {
            return new Result(List.<Object[]>of(new Object[] {"read uncommitted"}), "SHOW");
        }
    };

    @Override
    public List<Column> resultColumns() {
        return List.of();
    }

    @Override
    public List<ColumnType> parameterTypes() {
        return List.of();
    }

    @Override
    public boolean endsTransaction() {
        return this == COMMIT || this == ROLLBACK;
    }
}
