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

    private final FlowRows flows;
    private final Rows endpoints = new Rows(MAX_ENDPOINTS);
    private final Rows requests = new Rows(MAX_REQUESTS);
    private final Rows threads = new Rows(MAX_THREADS);

    /** Of everything: what the first line shows. */
    private Row all = new Row("");

    private long lostInJvm;
    private long lostHere;
    private long intervalMs;
    private long nowMs;

    /** @param nowMs monotonic: the first interval begins */
    public Tables(long nowMs) {
        this.nowMs = nowMs;
        flows = new FlowRows(MAX_FLOWS, nowMs);
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
        Row endpoint = endpoint(event.endpoint());
        if (!type.equals("connect_failed")) {
            flows.add(event, type, endpoint, all, now);
        }
        Row thread = thread(event);
        Row request = request(event);
        for (Row row : new Row[] {all, endpoint, thread, request}) {
            if (row != null) {
                row.movedMs = now;
                Work.count(event, type, row);
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

    private Row endpoint(String name) {
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

    /** An interval has ended: rates are those of it. */
    public void endInterval(long now) {
        double seconds = Math.max(1, now - intervalMs) / 1_000.0;
        intervalMs = now;
        nowMs = now;
        all.endInterval(seconds, now);
        flows.rows().removeIf(Row::isOver);
        for (Rows rows : List.of(flows.rows(), endpoints, requests, threads)) {
            rows.all().forEach(row -> row.endInterval(seconds, now));
        }
    }

    /** Begins anew, but with the flows that are open. */
    public void reset() {
        all = new Row("");
        endpoints.clear();
        requests.clear();
        threads.clear();
        flows.relink(this::endpoint);
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
                return flows.rows().all();
        }
    }

    Row all() {
        return all;
    }

    long openCount() {
        return flows.openCount();
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
        return flows.rows().droppedCount()
                + endpoints.droppedCount()
                + requests.droppedCount()
                + threads.droppedCount();
    }
}
