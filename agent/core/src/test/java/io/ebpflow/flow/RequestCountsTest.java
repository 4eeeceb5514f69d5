// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.attribution.ThreadRegistry;
import io.ebpflow.bridge.BegunRequests;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private static final int CAPACITY = 1 << 15;

    private final RequestTable requests = new RequestTable();
    private final RequestTimes times = new RequestTimes();
    private final RequestCounts counts = new RequestCounts(
            new ThreadRegistry(
                    new SlotTable(ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES)),
                    requests,
                    null),
            times);

    @BeforeEach
    void start() {
        counts.startBehind(requests.newest());
    }

    @Test
    void leavesOutTheWarmUp() {
        RequestCounts later = new RequestCounts(
                new ThreadRegistry(
                        new SlotTable(ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES)),
                        requests,
                        null),
                times);
        begin("/warm-up");
        later.sweep();
        later.sweep();
        later.startBehind(requests.newest());
        begin("/orders");
        later.sweep();
        later.sweep();
        assertThat(sweep(0)).containsOnly(Map.entry("GET /orders", 1L));
    }

    private long begin(String route) {
        return BegunRequests.begin(requests, RequestTable.HTTP, "GET", null, route);
    }

    private Map<String, Long> sweep(int sweeps) {
        for (int i = 0; i < sweeps; i++) {
            counts.sweep();
        }
        Map<String, Long> found = new TreeMap<>();
        times.forEach(request -> found.put(request.name, request.count));
        return found;
    }

    @Test
    void countsEachRequestOnce() {
        begin("/orders");
        begin("/orders");
        begin("/products");
        assertThat(sweep(1)).isEmpty();
        assertThat(sweep(1)).containsOnly(Map.entry("GET /orders", 2L), Map.entry("GET /products", 1L));
        assertThat(sweep(23)).containsOnly(Map.entry("GET /orders", 2L), Map.entry("GET /products", 1L));
        assertThat(counts.missedCount()).isZero();
    }

    @Test
    void waitsForTheRoute() {
        long late = begin(null);
        begin(null);
        assertThat(sweep(7)).isEmpty();
        BegunRequests.route(requests, late, "/orders");
        assertThat(sweep(1)).containsOnly(Map.entry("GET /orders", 1L));
        assertThat(sweep(10)).containsOnly(Map.entry("GET /orders", 1L), Map.entry("GET", 1L));
    }

    @Test
    void countsBeforeOthersTakeTheirPlace() {
        begin("/first");
        for (int i = 0; i < CAPACITY - 1; i++) {
            begin("/others");
        }
        assertThat(sweep(2)).containsOnly(Map.entry("GET /first", 1L), Map.entry("GET /others", CAPACITY - 1L));
        assertThat(counts.missedCount()).isZero();
    }

    @Test
    void countsWhoseNameWasGone() {
        for (int i = 0; i < CAPACITY + 23; i++) {
            begin("/orders");
        }
        assertThat(sweep(2)).containsOnly(Map.entry("GET /orders", (long) CAPACITY));
        assertThat(counts.missedCount()).isEqualTo(23);
    }

    @Test
    void moreThanCanWaitAreCountedAsTheyAre() {
        for (int i = 0; i < 1_024 + 23; i++) {
            begin(null);
        }
        assertThat(sweep(2)).containsOnly(Map.entry("GET", 23L));
    }
}
