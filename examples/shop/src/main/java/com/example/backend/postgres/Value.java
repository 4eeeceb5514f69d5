// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

/** A literal or the place of a parameter. Threading: immutable. */
final class Value {
    private static final int NOT_A_PARAMETER = -1;

    private final Object literal;
    private final int parameterIndex;

    private Value(Object literal, int parameterIndex) {
        this.literal = literal;
        this.parameterIndex = parameterIndex;
    }

    static Value ofLiteral(Object literal) {
        return new Value(literal, NOT_A_PARAMETER);
    }

    /** @param parameterIndex from 0: $1 has index 0 */
    static Value ofParameter(int parameterIndex) {
        return new Value(null, parameterIndex);
    }

    Object resolve(Object[] parameters) {
        return parameterIndex == NOT_A_PARAMETER ? literal : parameters[parameterIndex];
    }
}
