// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.util.List;

/** {@code column = value} or {@code column >= value}. Threading: immutable. */
final class Condition {
    private final int columnIndex;
    private final boolean acceptsGreater;
    private final Value value;

    Condition(int columnIndex, boolean acceptsGreater, Value value) {
        this.columnIndex = columnIndex;
        this.acceptsGreater = acceptsGreater;
        this.value = value;
    }

    static boolean allHold(List<Condition> conditions, Object[] row, Object[] parameters) {
        for (Condition condition : conditions) {
            if (!condition.holds(row, parameters)) {
                return false;
            }
        }
        return true;
    }

    /** A null is neither equal to anything nor greater, as SQL says. */
    private boolean holds(Object[] row, Object[] parameters) {
        Object left = row[columnIndex];
        Object right = value.resolve(parameters);
        if (left == null || right == null) {
            return false;
        }
        if (!acceptsGreater) {
            return left.equals(right);
        }
        return left instanceof Long
                ? (Long) left >= (Long) right
                : left.toString().compareTo(right.toString()) >= 0;
    }
}
