// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import static io.ebpflow.flow.Watched.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ebpflow.bridge.BegunRequests;
import io.ebpflow.bridge.HookQueue;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.flow.EventQueue;
import io.ebpflow.flow.Watched;
import io.ebpflow.kernel.KernelStats;
import io.ebpflow.record.RecordBytes;
import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final Watched watched = new Watched(1);
    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(RecordLayout.STATS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final EventQueue views = new EventQueue(2);
    private final HookQueue hooks = new HookQueue(2);
    private final SlotTable slots =
            new SlotTable(ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES));
    private final Losses losses = new Losses(
            new KernelStats(memory),
            watched.tracker,
            watched.sweep,
            watched.decoder,
            watched.hookEvents,
            hooks,
            views,
            slots);

    private void lose(int type, long count) {
        memory.putLong(RecordLayout.STATS_LOST_RECORDS + type * Long.BYTES, count);
    }

    @Test
    void saysNothingWhenNothingWasLost() {
        losses.show(0);

        assertThat(losses.all()).isEmpty();
        assertThat(watched.seen()).isEmpty();
    }

    @Test
    void countsLostRecordsByEvent() {
        lose(RecordLayout.TCP_CLOSED, 23);
        lose(RecordLayout.TCP_CONNECTED, 7);
        lose(RecordLayout.UDP_STARTED, 1);

        assertThat(losses.lostRecords())
                .containsExactly(entry("connect", 7L), entry("close", 23L), entry("udp_flow", 1L));
        losses.show(0);
        assertThat(watched.seen()).containsExactly("health at=0 health=connect=7 close=23 udp_flow=1");
    }

    @Test
    void waitsForRoomAndCountsNoLossOfItsOwn() {
        lose(RecordLayout.TCP_CLOSED, 23);
        views.claim();
        views.publish();
        views.claim();
        views.publish();

        losses.show(0);

        assertThat(watched.seen()).isEmpty();
        views.release();
        losses.show(SECOND_NS);
        assertThat(watched.seen()).hasSize(1);
        assertThat(losses.all()).containsOnlyKeys("close");
    }

    @Test
    void closesThatNoProgramSawCountWithThoseTheKernelLost() {
        lose(RecordLayout.TCP_CLOSED, 23);
        int index = watched.live.claim(RecordBytes.TCP, 29, "10.0.3.7", 5_432, SECOND_NS);
        watched.see(RecordBytes.tcp(RecordLayout.TCP_CONNECTED, 29)
                .timeNs(SECOND_NS)
                .startNs(SECOND_NS)
                .remote("10.0.3.7", 5_432));
        losses.show(SECOND_NS);
        watched.seen();
        watched.live.state(index, 4);
        watched.sockets.vanish(29);
        for (int second = 2; second < 7; second++) {
            watched.sweepAt(second * SECOND_NS);
        }
        losses.show(20 * SECOND_NS);

        assertThat(losses.lostRecords()).containsExactly(entry("close", 24L));
        assertThat(losses.all()).containsExactly(entry("close", 24L));
        assertThat(watched.seen()).singleElement().asString().endsWith(" health=close=24");
    }

    @Test
    void namesEveryPlaceWhereSomethingCanBeLost() {
        memory.putLong(RecordLayout.STATS_LIVE_FULL, 2);
        memory.putLong(RecordLayout.STATS_STORAGE_FAILED, 3);
        watched.decoder.onRecord(memory, 0, 1);
        for (int i = 0; i < 3; i++) {
            views.claim();
            views.publish();
        }
        watched.see(RecordBytes.tcp(RecordLayout.TCP_CONNECTED, 1));
        watched.see(RecordBytes.tcp(RecordLayout.TCP_CONNECTED, 2));

        assertThat(losses.all())
                .containsExactly(
                        entry("live_table_full", 2L),
                        entry("socket_state_failed", 3L),
                        entry("malformed_records", 1L),
                        entry("view_events", 1L),
                        entry("evicted_flows", 1L));
    }

    @Test
    void countsRequestsOfVirtualThreadsWithoutAPlace() {
        BegunRequests.overfill(slots, 3);

        assertThat(losses.all()).containsExactly(entry("request_slots_full", 3L));
        losses.show(0);
        assertThat(watched.seen()).containsExactly("health at=0 health=request_slots_full=3");
    }

    @Test
    void threadsWithoutASlotAreNoLoss() {
        memory.putLong(RecordLayout.STATS_SLOT_MISSES, 5);
        memory.putLong(RecordLayout.STATS_ADOPTED, 5);

        assertThat(losses.all()).isEmpty();
    }

    @Test
    void speaksOnceInTenSecondsAndOnlyOfWhatIsNew() {
        lose(RecordLayout.TCP_CLOSED, 1);
        losses.show(100 * SECOND_NS);
        assertThat(watched.seen()).hasSize(1);

        losses.show(120 * SECOND_NS);
        assertThat(watched.seen()).as("nothing new").isEmpty();

        lose(RecordLayout.TCP_CLOSED, 2);
        losses.show(121 * SECOND_NS);
        lose(RecordLayout.TCP_CLOSED, 3);
        losses.show(130 * SECOND_NS);
        assertThat(watched.seen()).containsExactly("health at=0 health=close=2");

        losses.show(131 * SECOND_NS);
        assertThat(watched.seen()).containsExactly("health at=0 health=close=3");
    }

    @Test
    void theLastWordIsSaidAtOnce() {
        lose(RecordLayout.TCP_CLOSED, 1);
        losses.show(100 * SECOND_NS);
        lose(RecordLayout.TCP_CLOSED, 2);
        losses.show(Long.MAX_VALUE);

        assertThat(watched.seen()).hasSize(2);
    }
}
