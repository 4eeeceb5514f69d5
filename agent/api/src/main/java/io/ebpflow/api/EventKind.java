// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import java.util.Locale;

/**
 * What a {@link FlowEvent} tells of.
 *
 * <p>Threading: immutable.
 */
public enum EventKind {
    /** A TCP connection that we opened. */
    CONNECT,
    /** One that we could not open. */
    CONNECT_FAILED,
    /** A TCP connection that we accepted. */
    ACCEPT,
    /** A port that we listen at from now on. */
    LISTEN,
    /** A request and its response on a TCP connection. */
    EXCHANGE,
    /** A request and its response over UDP, or its time-out. */
    UDP,
    /** A call that took too long by the agent's option {@code slow}, with the part that did. */
    SLOW,
    /** TCP sent something again. */
    RETRANSMIT,
    /** A TCP connection that was reset. */
    RESET,
    /** A TCP connection that ended. */
    CLOSE,
    /** Periodic snapshot of a live TCP connection. */
    FLOW,
    /** Periodic snapshot of a live UDP flow, or its end. */
    UDP_FLOW,
    /** The JDK asked its resolver for a host name. */
    LOOKUP,
    /** The agent lost data; the counts say where. */
    HEALTH,
    /** Something that this version of the API does not know: {@link FlowEvent#text} has its name under {@code event}. */
    OTHER;

    /** Value of the key {@code event}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static EventKind of(Object word) {
        for (EventKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        return OTHER;
    }
}
