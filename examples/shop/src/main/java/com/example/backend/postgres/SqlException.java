// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

/** A statement that this server refuses, with the SQLSTATE that PostgreSQL would send. The connection goes on. */
final class SqlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    SqlException(String sqlState, String message) {
        super(message);
        this.sqlState = sqlState;
    }

    static SqlException notSupported(String what) {
        return new SqlException("0A000", "the demo's server does not support " + what);
    }

    static SqlException syntax(String near) {
        return new SqlException("42601", "syntax error at or near \"" + near + "\"");
    }

    String sqlState() {
        return sqlState;
    }
}
