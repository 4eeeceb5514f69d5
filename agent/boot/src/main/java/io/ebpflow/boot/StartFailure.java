// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.boot;

/**
 * An expected reason why the agent cannot start; the message says what to do.
 *
 * <p>Threading: immutable.
 */
final class StartFailure extends Exception {

    private static final long serialVersionUID = 1;

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
