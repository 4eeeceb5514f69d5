// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

/**
 * Where most of the time of a call went. {@link #jsonName()} is the {@code verdict} that users see.
 *
 * <p>Threading: immutable.
 */
public enum Verdict {
    /** The peer took its time, or took its time reading what we sent. */
    PEER("peer"),
    /** The path between the hosts: its round trip, and what had to be sent again. */
    NETWORK("network"),
    /** This JVM came late for data that were there. */
    JVM("jvm"),
    CONNECT("connect"),
    /** The resolver, before the connection was opened. */
    LOOKUP("lookup");

    private final String jsonName;

    Verdict(String jsonName) {
        this.jsonName = jsonName;
    }

    /** Value of the JSON key {@code verdict}. */
    public String jsonName() {
        return jsonName;
    }

    /**
     * The verdict on a call; of equal parts the first in the order of this enum.
     *
     * @param connectUs time to connect if it belongs to the call, else 0 or less
     * @param lookupUs likewise, to look the host name up
     */
    public static Verdict of(ExchangeParts parts, long connectUs, long lookupUs) {
        long peerUs = PEER.shareUs(parts, connectUs, lookupUs);
        long networkUs = NETWORK.shareUs(parts, connectUs, lookupUs);
        long jvmUs = JVM.shareUs(parts, connectUs, lookupUs);
        long mostUs = Math.max(Math.max(Math.max(peerUs, networkUs), Math.max(jvmUs, connectUs)), lookupUs);
        if (mostUs == peerUs) {
            return PEER;
        }
        if (mostUs == networkUs) {
            return NETWORK;
        }
        if (mostUs == jvmUs) {
            return JVM;
        }
        return mostUs == connectUs ? CONNECT : LOOKUP;
    }

    /**
     * What this is to blame for in a call; the shares of a call add up to its time.
     *
     * @param connectUs as in {@link #of}
     * @param lookupUs likewise
     */
    public long shareUs(ExchangeParts parts, long connectUs, long lookupUs) {
        switch (this) {
            case PEER:
                return parts.peerUs + (parts.windowLimited ? parts.sendUs : 0) + parts.transferUs - parts.unreadUs;
            case NETWORK:
                return parts.networkUs + (parts.windowLimited ? 0 : parts.sendUs);
            case JVM:
                return parts.pickupUs + parts.unreadUs;
            case CONNECT:
                return Math.max(0, connectUs);
            case LOOKUP:
                return Math.max(0, lookupUs);
            default:
                return 0;
        }
    }
}
