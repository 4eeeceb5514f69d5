// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.bridge.HookQueue;
import io.ebpflow.bridge.Routes;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.bridge.Traces;
import io.ebpflow.flow.EventQueue;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.flow.FlowSweep;
import io.ebpflow.flow.FlowTracker;
import io.ebpflow.flow.HookEvents;
import io.ebpflow.kernel.KernelStats;
import io.ebpflow.record.RecordDecoder;
import io.ebpflow.record.RecordLayout;
import io.ebpflow.view.FlowView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that was lost, from wherever it was counted, and the {@code health} event that says so: when something new
 * was lost, at most every ten seconds.
 *
 * <p>Threading: confined to the reader thread.
 */
final class Losses {
    private static final long INTERVAL_NS = 10_000_000_000L;

    /** By record type; types without a name were never given out. */
    private static final String[] NAMES = new String[RecordLayout.RECORD_TYPES];

    static {
        NAMES[RecordLayout.TCP_CONNECTED] = "connect";
        NAMES[RecordLayout.TCP_CONNECT_FAILED] = "connect_failed";
        NAMES[RecordLayout.TCP_LISTENING] = "listen";
        NAMES[RecordLayout.TCP_ARRIVED] = "accept";
        NAMES[RecordLayout.TCP_ACCEPTED] = "accept_returned";
        NAMES[RecordLayout.TCP_RETRANSMITTED] = "retransmit";
        NAMES[RecordLayout.TCP_RESET] = "reset";
        NAMES[RecordLayout.TCP_CLOSED] = "close";
        NAMES[RecordLayout.TCP_ADOPTED] = "flow";
        NAMES[RecordLayout.UDP_STARTED] = "udp_flow";
        NAMES[RecordLayout.TCP_EXCHANGED] = "exchange";
        NAMES[RecordLayout.UDP_EXCHANGED] = "udp";
    }

    private final KernelStats stats;
    private final FlowTracker tracker;
    private final FlowSweep sweep;
    private final RecordDecoder decoder;
    private final HookEvents hookEvents;
    private final HookQueue hooks;
    private final EventQueue events;
    private final SlotTable slots;
    private List<FlowView> views = List.of();
    private long shownSum;
    private long shownNs = Long.MIN_VALUE;

    Losses(
            KernelStats stats,
            FlowTracker tracker,
            FlowSweep sweep,
            RecordDecoder decoder,
            HookEvents hookEvents,
            HookQueue hooks,
            EventQueue events,
            SlotTable slots) {
        this.stats = stats;
        this.tracker = tracker;
        this.sweep = sweep;
        this.decoder = decoder;
        this.hookEvents = hookEvents;
        this.hooks = hooks;
        this.events = events;
        this.slots = slots;
    }

    /** Those of views count, too. Before the reader thread starts. */
    void add(List<FlowView> newViews) {
        views = newViews;
    }

    /** Records that the kernel could not deliver, or that no program was there to write, by event; empty: none. */
    Map<String, Long> lostRecords() {
        Map<String, Long> lost = new LinkedHashMap<>();
        for (int type = 0; type < NAMES.length; type++) {
            if (NAMES[type] != null) {
                put(lost, NAMES[type], lostRecords(type));
            }
        }
        return lost;
    }

    private long lostRecords(int type) {
        return stats.lostRecords(type) + (type == RecordLayout.TCP_CLOSED ? sweep.lostCloseCount() : 0);
    }

    /** Everything lost, the kernel's records included; empty: none. */
    Map<String, Long> all() {
        Map<String, Long> lost = lostRecords();
        put(lost, "live_table_full", stats.liveFull());
        put(lost, "socket_state_failed", stats.storageFailed());
        put(lost, "missed_state_changes", stats.missedMoves());
        put(lost, "malformed_records", decoder.malformedCount());
        put(lost, "hook_events", hooks.droppedCount());
        put(lost, "view_events", events.droppedCount());
        put(lost, "evicted_flows", tracker.flows().evictedCount());
        put(lost, "endpoint_overflow", tracker.endpoints().overflowCount());
        put(lost, "thread_slots_full", slots.fullCount());
        put(lost, "request_slots_full", slots.requestsFullCount());
        put(lost, "request_overflow", tracker.requestTimes().overflowCount());
        put(lost, "uncounted_requests", tracker.missedRequests());
        put(lost, "lookups", tracker.overwrittenLookups());
        put(lost, "trace_slots_full", Traces.fullCount());
        put(lost, "routes_full", Routes.fullCount());
        put(lost, "task_requests_full", slots.tasksFullCount());
        put(lost, "pipelines_full", slots.pipelinesFullCount());
        put(lost, "task_requests_ambiguous", slots.tasksAmbiguousCount());
        for (FlowView view : views) {
            put(lost, view.lostName(), view.lostCount());
        }
        put(lost, "thread_names", tracker.threads().forgottenCount());
        return lost;
    }

    private static void put(Map<String, Long> lost, String name, long count) {
        if (count != 0) {
            lost.put(name, count);
        }
    }

    /** accept() calls and words of libraries whose connection was not known: its record was lost, or it is older than the agent. */
    long unmatchedHooks() {
        return hookEvents.unmatchedCount();
    }

    /** Publishes a health event if there is something new to say. */
    void show(long nowNs) {
        if (shownNs != Long.MIN_VALUE && nowNs != Long.MAX_VALUE && nowNs - shownNs < INTERVAL_NS) {
            return;
        }
        long sum = sum();
        if (sum == shownSum || events.isFull()) {
            return; // no news, or the views are behind: next time, and nothing was lost by that
        }
        FlowEvent event = tracker.event(EventType.HEALTH, tracker.clock().nanoTime());
        if (event == null) {
            return;
        }
        shownSum = sum;
        shownNs = nowNs;
        StringBuilder text = new StringBuilder();
        all().forEach((name, count) -> text.append(text.length() == 0 ? "" : " ")
                .append(name)
                .append('=')
                .append(count));
        event.health = text.toString();
        tracker.publish();
    }

    /** Without a map: this runs every second. What the application does all the time (ambiguous tasks) is no news. */
    private long sum() {
        long sum = stats.liveFull()
                + stats.storageFailed()
                + stats.missedMoves()
                + decoder.malformedCount()
                + hooks.droppedCount()
                + events.droppedCount()
                + tracker.flows().evictedCount()
                + tracker.endpoints().overflowCount()
                + slots.fullCount()
                + slots.requestsFullCount()
                + tracker.requestTimes().overflowCount()
                + tracker.missedRequests()
                + tracker.overwrittenLookups()
                + Traces.fullCount()
                + Routes.fullCount()
                + slots.tasksFullCount()
                + slots.pipelinesFullCount()
                + tracker.threads().forgottenCount();
        for (int i = 0; i < views.size(); i++) {
            sum += views.get(i).lostCount();
        }
        for (int type = 0; type < NAMES.length; type++) {
            sum += lostRecords(type);
        }
        return sum;
    }
}
