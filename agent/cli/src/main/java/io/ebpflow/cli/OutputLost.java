// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.io.IOException;

/**
 * Standard output takes nothing any more: nobody reads the pipe, which is an end like any other, or the disk is full, which
 * is a failure.
 *
 * <p>Threading: immutable.
 */
final class OutputLost extends IOException {
    private static final long serialVersionUID = 1;

    /** Whether it is that nobody reads it any more. */
    final boolean isClosed;

    OutputLost(IOException cause, boolean isClosed) {
        super("standard output cannot be written (" + cause.getMessage() + "): what is missing there is lost", cause);
        this.isClosed = isClosed;
    }
}
