// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.function.Function;

/**
 * Flows, and what they add to their endpoints: bytes and retransmissions, which the kernel counts by flow.
 *
 * <p>Threading: confined to the main thread.
 */
final class FlowRows {
    private final Rows rows;
    private final long startMs;

    FlowRows(int capacity, long startMs) {
        rows = new Rows(capacity);
        this.startMs = startMs;
    }

    Rows rows() {
        return rows;
    }

    long openCount() {
        return rows.all().stream().filter(row -> row.endpoint != null).count();
    }

    /** The endpoints are other ones from here on. */
    void relink(Function<String, Row> endpoints) {
        for (Row flow : rows.all()) {
            if (flow.endpoint != null) {
                flow.endpoint = endpoints.apply(flow.endpoint.name);
                flow.endpoint.openCount++;
            }
        }
    }

    /** @param all what everything is added up in */
    void add(Event event, String type, Row endpoint, Row all, long nowMs) {
        String id = event.text("flow_id");
        // A socket of UDP has as many peers as it likes, all with its id.
        String key = event.isUdp() ? id + event.peer() : id;
        Row row = rows.find(key);
        if (row != null && row.endpoint == null && !event.isUdp()) {
            Work.count(event, type, row); // what is said of it after its end
            return;
        }
        if (row == null || row.endpoint == null) {
            row = begun(event, type, endpoint, nowMs);
            close(rows.add(key, row), "");
        }
        move(row, endpoint);
        row.name = event.peer(); // the host name, or who began, may become known later
        if (event.has("bytes_sent")) {
            carry(event, row, all, nowMs);
        }
        row.movedMs = nowMs;
        row.thread = event.thread().isEmpty() ? row.thread : event.thread();
        row.request = event.request().isEmpty() ? row.request : event.request();
        Work.count(event, type, row);
        if (type.equals("close") || type.equals("udp_flow") && event.has("closed_by")) {
            close(row, event.text("closed_by"));
        }
    }

    /** What a flow carried before we looked is not counted among what its endpoint carries. */
    private Row begun(Event event, String type, Row endpoint, long nowMs) {
        Row row = new Row(event.peer());
        row.local = event.local();
        row.protocol = event.text("proto");
        row.endpoint = endpoint;
        row.ageAtMs = nowMs;
        endpoint.openCount++;
        if (type.equals("connect") || type.equals("accept")) {
            row.ageUs = 0;
        }
        if (event.is("preexisting") || event.number("duration_us", 0) / 1_000 > nowMs - startMs) {
            row.beginAt(event.number("bytes_sent", 0), event.number("bytes_received", 0));
            row.retransmitCount = event.number("retransmits", 0);
        }
        return row;
    }

    /** It stays for one more interval, so that it is seen at all. */
    private static void close(Row flow, String by) {
        if (flow != null && flow.endpoint != null) {
            flow.endpoint.openCount--;
            flow.endpoint = null;
            flow.closedBy = by.isEmpty() ? "?" : by;
        }
    }

    private static void move(Row flow, Row endpoint) {
        if (flow.endpoint != endpoint) {
            flow.endpoint.openCount--;
            endpoint.openCount++;
            flow.endpoint = endpoint;
        }
    }

    private static void carry(Event event, Row flow, Row all, long nowMs) {
        long sent = Math.max(0, event.number("bytes_sent", 0) - flow.sentBytes);
        long received = Math.max(0, event.number("bytes_received", 0) - flow.receivedBytes);
        long retransmits = event.number("retransmits", flow.retransmitCount);
        long more = Math.max(0, retransmits - flow.retransmitCount);
        for (Row row : new Row[] {all, flow.endpoint, flow}) {
            row.sentBytes += sent;
            row.receivedBytes += received;
            row.retransmitCount += more;
        }
        flow.srttUs = event.number("srtt_us", flow.srttUs);
        flow.endpoint.srttUs = flow.srttUs;
        if (event.has("duration_us")) {
            flow.ageUs = event.number("duration_us", 0);
            flow.ageAtMs = nowMs;
        }
    }
}
