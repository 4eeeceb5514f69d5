// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

/**
 * What cannot be done, in one line that says why and what to do.
 *
 * <p>Threading: immutable.
 */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    /** What the command ends with. */
    final int exitCode;

    /** It cannot be done. */
    Failure(String message) {
        this(message, ExitCode.FAILED);
    }

    private Failure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** It was not understood. */
    static Failure ofUsage(String message) {
        return new Failure(message, ExitCode.USAGE);
    }
}
