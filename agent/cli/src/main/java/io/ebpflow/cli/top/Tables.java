// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli.top;

import java.util.List;
import java.util.Map;

/**
 * Adds events up by flow, endpoint, request name and thread.
 *
 * <p>Threading: confined to the main thread.
 */
public final class Tables {
    /** Of an agent: what these tables are made of. */
    public static final String EVENTS =
            "connect+connect_failed+accept+exchange+udp+retransmit+reset+close+flow+udp_flow";

    private static final int MAX_FLOWS = 8_192;
    private static final int MAX_ENDPOINTS = 1_024;
    private static final int MAX_REQUESTS = 1_024;
    private static final int MAX_THREADS = 2_048;

    private final Rows flows = new Rows(MAX_FLOWS);
    private final Rows endpoints = new Rows(MAX_ENDPOINTS);
    private final Rows requests = new Rows(MAX_REQUESTS);
    private final Rows threads = new Rows(MAX_THREADS);

    /** Of everything: what the first line shows. */
    private Row all = new Row("");

    private final long startMs;
    private long lostInJvm;
    private long lostHere;
    private long intervalMs;
    private long nowMs;

    /** @param nowMs monotonic: the first interval begins */
    public Tables(long nowMs) {
        this.nowMs = nowMs;
        startMs = nowMs;
        intervalMs = nowMs;
    }

    /**
     * Adds an event.
     *
     * @param values by the keys of its JSON
     * @param now monotonic, in milliseconds
     */
    public void add(Map<String, Object> values, long now) {
        nowMs = now;
        Event event = new Event(values);
        String type = event.text("event");
        if (type.equals("health")) {
            lost(event);
            return;
        }
        if (type.equals("listen") || type.equals("lookup") || type.equals("slow")) {
            return;
        }
        Row endpoint = endpoint(event);
        if (!type.equals("connect_failed")) {
            flow(event, type, endpoint);
        }
        Row thread = thread(event);
        Row request = request(event);
        for (Row row : new Row[] {all, endpoint, thread, request}) {
            if (row != null) {
                row.movedMs = now;
                count(event, type, row);
            }
        }
        Work.carried(event, request);
        if (thread != null) {
            Work.carried(event, thread);
            thread.peer = event.peer();
        }
    }

    /** Cumulative: the last word counts. */
    private void lost(Event event) {
        Map<?, ?> records = event.map("lost_records");
        if (records != null) {
            lostInJvm = 0;
            for (Object count : records.values()) {
                lostInJvm += count instanceof Long ? (Long) count : 0;
            }
        }
    }

    private Row endpoint(Event event) {
        String name = event.endpoint();
        Row row = endpoints.find(name);
        if (row == null) {
            row = new Row(name);
            endpoints.add(name, row);
        }
        return row;
    }

    private Row thread(Event event) {
        String name = event.thread();
        if (name.isEmpty()) {
            return null;
        }
        String key = event.has("thread_id") ? Long.toString(event.number("thread_id", 0)) : name;
        Row row = threads.find(key);
        if (row == null) {
            row = new Row(name);
            threads.add(key, row);
        }
        row.name = name; // it may have been renamed
        row.tid = event.is("virtual") ? 0 : event.number("tid", row.tid);
        row.request = event.request();
        return row;
    }

    private Row request(Event event) {
        String name = event.request();
        if (name.isEmpty()) {
            return null;
        }
        Row row = requests.find(name);
        if (row == null) {
            row = new Row(name);
            row.protocol = event.text("context_kind");
            requests.add(name, row);
        }
        return row;
    }

    private void flow(Event event, String type, Row endpoint) {
        String id = event.text("flow_id");
        // A socket of UDP has as many peers as it likes, all with its id.
        String key = event.isUdp() ? id + event.peer() : id;
        Row row = flows.find(key);
        long sent = event.number("bytes_sent", 0);
        long received = event.number("bytes_received", 0);
        if (row == null || row.endpoint == null) {
            row = begun(event, type, endpoint, sent, received);
            close(flows.add(key, row), "");
        }
        move(row, endpoint);
        row.name = event.peer(); // the host name, or who began, may become known later
        if (event.has("bytes_sent")) {
            carry(row, Math.max(0, sent - row.sentBytes), Math.max(0, received - row.receivedBytes));
            carried(row, event);
        }
        row.movedMs = nowMs;
        row.thread = event.thread().isEmpty() ? row.thread : event.thread();
        row.request = event.request().isEmpty() ? row.request : event.request();
        count(event, type, row);
        if (type.equals("close") || type.equals("udp_flow") && event.has("closed_by")) {
            close(row, event.text("closed_by"));
        }
    }

    /** What a flow carried before we looked is not counted among what its endpoint carries. */
    private Row begun(Event event, String type, Row endpoint, long sent, long received) {
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
            row.beginAt(sent, received);
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

    private void carry(Row flow, long sent, long received) {
        for (Row row : new Row[] {all, flow.endpoint, flow}) {
            row.sentBytes += sent;
            row.receivedBytes += received;
        }
    }

    private void carried(Row flow, Event event) {
        long retransmits = event.number("retransmits", flow.retransmitCount);
        long more = Math.max(0, retransmits - flow.retransmitCount);
        flow.endpoint.retransmitCount += more;
        all.retransmitCount += more;
        flow.retransmitCount = retransmits;
        flow.srttUs = event.number("srtt_us", flow.srttUs);
        flow.endpoint.srttUs = flow.srttUs;
        if (event.has("duration_us")) {
            flow.ageUs = event.number("duration_us", 0);
            flow.ageAtMs = nowMs;
        }
    }

    private static void count(Event event, String type, Row row) {
        switch (type) {
            case "exchange":
            case "udp":
                if (event.isInbound()) {
                    Work.served(event, row);
                } else {
                    Work.called(event, row);
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

    /** An interval has ended: rates are those of it. */
    public void endInterval(long now) {
        double seconds = Math.max(1, now - intervalMs) / 1_000.0;
        intervalMs = now;
        nowMs = now;
        all.endInterval(seconds, now);
        flows.removeIf(Row::isOver);
        for (Rows rows : List.of(flows, endpoints, requests, threads)) {
            rows.all().forEach(row -> row.endInterval(seconds, now));
        }
    }

    /** Begins anew, but with the flows that are open. */
    public void reset() {
        all = new Row("");
        endpoints.clear();
        requests.clear();
        threads.clear();
        for (Row flow : flows.all()) {
            if (flow.endpoint == null) {
                continue;
            }
            Row endpoint = endpoints.find(flow.endpoint.name);
            if (endpoint == null) {
                endpoint = new Row(flow.endpoint.name);
                endpoints.add(endpoint.name, endpoint);
            }
            endpoint.openCount++;
            flow.endpoint = endpoint;
        }
    }

    List<Row> rows(View view) {
        switch (view) {
            case ENDPOINTS:
                return endpoints.all();
            case REQUESTS:
                return requests.all();
            case THREADS:
                return threads.all();
            default:
                return flows.all();
        }
    }

    Row all() {
        return all;
    }

    long openCount() {
        return flows.all().stream().filter(row -> row.endpoint != null).count();
    }

    long nowMs() {
        return nowMs;
    }

    /** As the agent reports it, since it was started. */
    long lostInJvm() {
        return lostInJvm;
    }

    /** @param count cumulative: events that came faster than they were read */
    public void lostHere(long count) {
        lostHere = count;
    }

    long lostHere() {
        return lostHere;
    }

    /** Rows that had to make room. */
    long droppedCount() {
        return flows.droppedCount() + endpoints.droppedCount() + requests.droppedCount() + threads.droppedCount();
    }
}
