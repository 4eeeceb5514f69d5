// SPDX-License-Identifier: Apache-2.0
package com.example.backend.postgres;

import java.net.ProtocolException;

/**
 * Which parameters or columns are binary: a list in the message holds nothing (all text), one format for all, or one each.
 *
 * <p>Threading: immutable.
 */
final class ValueFormats {
    static final ValueFormats TEXT = new ValueFormats(new boolean[0]);

    private final boolean[] areBinary;

    private ValueFormats(boolean[] areBinary) {
        this.areBinary = areBinary;
    }

    static ValueFormats read(FrontendMessage message) throws ProtocolException {
        int count = message.nextShort();
        boolean[] areBinary = new boolean[Math.max(count, 0)];
        for (int i = 0; i < count; i++) {
            areBinary[i] = message.nextShort() == 1;
        }
        return new ValueFormats(areBinary);
    }

    boolean isBinary(int index) {
        if (areBinary.length == 1) {
            return areBinary[0];
        }
        return index < areBinary.length && areBinary[index];
    }
}
