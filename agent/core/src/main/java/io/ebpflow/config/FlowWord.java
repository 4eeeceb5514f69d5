// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.util.Locale;

/**
 * A word of a {@code flows} list. Three groups: protocols, directions and kinds of events.
 *
 * <p>Threading: immutable.
 */
public enum FlowWord {
    TCP,
    UDP,
    IN,
    OUT,
    RETR,
    CLOSE,
    CONNECT,
    EXCHANGE;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
