// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

/**
 * What cannot be done, in one line that says why and what to do.
 *
 * <p>Threading: immutable.
 */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message);
    }
}
