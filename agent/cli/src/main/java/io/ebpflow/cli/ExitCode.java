// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

/**
 * Exit codes of the command line. A signal ends it with 128 and the signal's number, as it does any program: 130 for Ctrl-C.
 *
 * <p>Threading: immutable.
 */
final class ExitCode {
    static final int OK = 0;

    /** One line on standard error says why, and what to do. */
    static final int FAILED = 1;

    /** The command was not understood. */
    static final int USAGE = 2;

    private ExitCode() {}
}
