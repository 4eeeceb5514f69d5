// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

/**
 * A value that its option does not accept. The option says what it does accept.
 *
 * <p>Threading: immutable.
 */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1;

    /** @param reason what is wrong with it, a part of a sentence; null where the accepted values say it all */
    BadValue(String reason) {
        super(reason);
    }
}
