// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

/**
 * What happened to a flow. {@link #jsonName()} is the {@code event} that users see.
 *
 * <p>Threading: immutable.
 */
public enum EventType {
    CONNECT("connect"),
    CONNECT_FAILED("connect_failed"),
    ACCEPT("accept"),
    LISTEN("listen"),
    /** A request and its response on a TCP connection. */
    EXCHANGE("exchange"),
    /** A request and its response over UDP, or its time-out. */
    UDP("udp"),
    /** A call that took too long, with the part that did. */
    SLOW("slow"),
    RETRANSMIT("retransmit"),
    RESET("reset"),
    CLOSE("close"),
    /** Periodic snapshot of a live TCP flow. */
    FLOW("flow"),
    /** Periodic snapshot of a live UDP flow, or its end. */
    UDP_FLOW("udp_flow"),
    /** The JDK asked its resolver for a host name. */
    LOOKUP("lookup"),
    /** Data was lost; the counters say where. */
    HEALTH("health");

    private final String jsonName;

    EventType(String jsonName) {
        this.jsonName = jsonName;
    }

    /** Value of the JSON key {@code event}. */
    public String jsonName() {
        return jsonName;
    }
}
