// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.exchange.ExchangeParts;

/**
 * The keys of an exchange, in the order in which its parts follow each other. What cannot be told has no key.
 *
 * <p>Threading: stateless.
 */
final class ExchangeJson {
    private ExchangeJson() {}

    static void append(JsonObject json, ExchangeParts parts, boolean isTcp) {
        if (!parts.has()) {
            return;
        }
        json.number("exchange", parts.number);
        if (parts.isTimed()) {
            if (parts.inbound) {
                appendServer(json, parts);
            } else {
                appendClient(json, parts, isTcp);
            }
            json.number("total_us", parts.totalUs);
            if (parts.gcUs >= 0) {
                json.number("gc_us", parts.gcUs);
            }
        }
        json.number("request_bytes", parts.requestBytes);
        if (!parts.unanswered) {
            json.number("response_bytes", parts.responseBytes);
        }
        flag(json, "multiplexed", parts.multiplexed);
        flag(json, "unanswered", parts.unanswered);
        flag(json, "window_limited", parts.windowLimited);
        if (parts.retransmits != 0) {
            json.number("exchange_retransmits", parts.retransmits);
        }
    }

    private static void appendClient(JsonObject json, ExchangeParts parts, boolean isTcp) {
        json.number("send_us", parts.sendUs);
        if (isTcp) { // of a datagram's way nobody knows the round trip
            json.number("network_us", parts.networkUs);
        }
        json.number("peer_us", parts.peerUs);
        if (!parts.unanswered) {
            if (parts.arrivalKnown) {
                json.number("pickup_us", parts.pickupUs);
            }
            json.number("transfer_us", parts.transferUs);
            if (isTcp) {
                json.number("unread_us", parts.unreadUs);
            }
        }
    }

    private static void appendServer(JsonObject json, ExchangeParts parts) {
        json.number("queue_wait_us", parts.queueWaitUs);
        json.number("transfer_us", parts.transferUs);
        json.number("service_us", parts.serviceUs);
        if (!parts.unanswered) {
            json.number("send_us", parts.sendUs);
        }
    }

    private static void flag(JsonObject json, String key, boolean value) {
        if (value) {
            json.bool(key, true);
        }
    }
}
