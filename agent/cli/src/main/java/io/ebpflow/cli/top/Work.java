// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

/**
 * Counts an exchange in a row. One without an answer is an error and has no time; one that overlapped with others has none.
 *
 * <p>Threading: stateless.
 */
final class Work {
    private Work() {}

    static void served(Event event, Row row) {
        row.servedCount++;
        if (event.is("unanswered")) {
            row.errorCount++;
        } else if (event.has("total_us")) {
            long totalUs = event.number("total_us", 0);
            row.servedTimedCount++;
            row.servedUs += totalUs;
            row.servedMaxUs = Math.max(row.servedMaxUs, totalUs);
            row.queueUs += event.number("queue_wait_us", 0);
        }
    }

    static void called(Event event, Row row) {
        row.callCount++;
        if (event.is("unanswered")) {
            row.errorCount++;
        } else if (event.has("total_us")) {
            long totalUs = event.number("total_us", 0);
            row.callTimedCount++;
            row.callUs += totalUs;
            row.peerUs += event.number("peer_us", 0);
            row.networkUs += event.number("network_us", 0);
            row.pickupUs += event.number("pickup_us", 0);
            if (totalUs >= row.callMaxUs) {
                row.callMaxUs = totalUs;
                row.peer = event.endpoint();
            }
        }
    }

    /** @param row null: none; of flows and endpoints the kernel counts the bytes */
    static void carried(Event event, Row row) {
        if (row != null) {
            long requestBytes = event.number("request_bytes", 0);
            long responseBytes = event.number("response_bytes", 0);
            row.sentBytes += event.isInbound() ? responseBytes : requestBytes;
            row.receivedBytes += event.isInbound() ? requestBytes : responseBytes;
        }
    }

    /** What an event adds to a row, but for bytes. */
    static void count(Event event, String type, Row row) {
        switch (type) {
            case "exchange":
            case "udp":
                if (event.isInbound()) {
                    served(event, row);
                } else {
                    called(event, row);
                }
                break;
            case "connect":
                row.connectCount++;
                row.connectUs += event.number("connect_us", 0);
                break;
            case "connect_failed":
            case "reset":
                row.errorCount++;
                break;
            default:
                break;
        }
    }
}
