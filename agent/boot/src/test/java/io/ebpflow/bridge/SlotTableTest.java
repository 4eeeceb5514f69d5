// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES)
            .order(ByteOrder.nativeOrder());
    private final SlotTable slots = new SlotTable(memory);
    private final Thread thread = new Thread("first");
    private final Thread other = new Thread("other");

    @BeforeAll
    static void threads() {
        FakeThreads.install();
    }

    private int intAt(int slot, int field) {
        return memory.getInt(slot * RecordLayout.SLOT_BYTES + field);
    }

    private long longAt(int slot, int field) {
        return memory.getLong(slot * RecordLayout.SLOT_BYTES + field);
    }

    private void putInt(int slot, int field, int value) {
        memory.putInt(slot * RecordLayout.SLOT_BYTES + field, value);
    }

    /** As slot_of() in owner.bpf.h looks for it. */
    private int asTheKernelFinds(int tid) {
        long hash = tid * 2_654_435_761L;
        for (int i = 0; i < RecordLayout.SLOT_PROBES; i++) {
            int slot = (int) (hash + i & RecordLayout.SLOT_COUNT - 1);
            if (intAt(slot, RecordLayout.SLOT_TID) == tid) {
                return slot;
            }
        }
        return SlotTable.NONE;
    }

    /** Tids that begin to be searched at the same slot. */
    private static List<Integer> collidingTids(int count) {
        List<Integer> tids = new ArrayList<>();
        int home = 23 * RecordLayout.SLOT_HASH & RecordLayout.SLOT_COUNT - 1;
        for (int tid = 23; tids.size() < count; tid++) {
            if ((tid * RecordLayout.SLOT_HASH & RecordLayout.SLOT_COUNT - 1) == home) {
                tids.add(tid);
            }
        }
        return tids;
    }

    @Test
    void claimsTheSlotThatTheKernelLooksAt() {
        for (int tid : new int[] {1, 23, 32_767, 4_194_303}) {
            int slot = slots.register(thread, 7_919, tid, RecordLayout.SLOT_AGENT);

            assertThat(slot).isEqualTo(asTheKernelFinds(tid)).isNotEqualTo(SlotTable.NONE);
            assertThat(longAt(slot, RecordLayout.SLOT_THREAD_ID)).isEqualTo(7_919);
            assertThat(intAt(slot, RecordLayout.SLOT_FLAGS)).isEqualTo(RecordLayout.SLOT_AGENT);
            assertThat(slots.owner(slot)).isSameAs(thread);
            assertThat(slots.ownerId(slot)).isEqualTo(7_919);
            assertThat(slots.recent(7_919)).isSameAs(thread);
        }
    }

    @Test
    void probesOnWhenAPlaceIsTaken() {
        List<Integer> tids = collidingTids(RecordLayout.SLOT_PROBES);
        for (int i = 0; i < tids.size(); i++) {
            assertThat(slots.register(thread, i + 1, tids.get(i), 0)).isNotEqualTo(SlotTable.NONE);
        }
        assertThat(tids).allSatisfy(tid -> assertThat(asTheKernelFinds(tid)).isNotEqualTo(SlotTable.NONE));
        assertThat(slots.fullCount()).isZero();
    }

    @Test
    void countsThreadsThatFindNoPlace() {
        List<Integer> tids = collidingTids(RecordLayout.SLOT_PROBES + 1);
        int last = 0;
        for (int i = 0; i < tids.size(); i++) {
            last = slots.register(thread, i + 1, tids.get(i), 0);
        }
        assertThat(last).isEqualTo(SlotTable.NONE);
        assertThat(slots.fullCount()).isEqualTo(1);
    }

    @Test
    void keepsItsPlaceBehindAHole() {
        List<Integer> tids = collidingTids(2);
        int front = slots.register(thread, 1, tids.get(0), 0);
        int behind = slots.register(other, 2, tids.get(1), 0);
        slots.free(front, 1);

        assertThat(slots.register(other, 2, tids.get(1), 0)).isEqualTo(behind);
        assertThat(intAt(front, RecordLayout.SLOT_TID)).isZero();
    }

    @Test
    void wrapsAroundTheEndOfTheTable() {
        int tid = 1;
        while ((tid * RecordLayout.SLOT_HASH & RecordLayout.SLOT_COUNT - 1) != RecordLayout.SLOT_COUNT - 1) {
            tid++;
        }
        putInt(RecordLayout.SLOT_COUNT - 1, RecordLayout.SLOT_TID, 4_194_000);

        assertThat(slots.register(thread, 1, tid, 0)).isZero();
    }

    @Test
    void aFreedSlotHoldsNothing() {
        int slot = slots.register(thread, 5, 23, RecordLayout.SLOT_AGENT);
        putInt(slot, RecordLayout.SLOT_UDP_SEQUENCE, 3);
        putInt(slot, RecordLayout.SLOT_SYN_SEQUENCE, 2);
        slots.free(slot, 5);

        for (int offset = 0; offset < RecordLayout.SLOT_BYTES; offset += Integer.BYTES) {
            assertThat(intAt(slot, offset)).isZero();
        }
        assertThat(slots.owner(slot)).isNull();
        assertThat(slots.ownerId(slot)).isZero();
        assertThat(asTheKernelFinds(23)).isEqualTo(SlotTable.NONE);
    }

    @Test
    void aTidThatANewThreadHasTakenOverIsNotFreed() {
        int slot = slots.register(thread, 5, 23, 0);

        assertThat(slots.register(other, 6, 23, 0)).isEqualTo(slot);
        slots.free(slot, 5);

        assertThat(asTheKernelFinds(23)).isEqualTo(slot);
        assertThat(longAt(slot, RecordLayout.SLOT_THREAD_ID)).isEqualTo(6);
        assertThat(slots.owner(slot)).isSameAs(other);
    }

    @Test
    void aTidThatWasTakenOverStartsWithoutItsForerunnersContext() {
        int slot = slots.register(thread, 5, 23, 0);
        memory.putLong(slot * RecordLayout.SLOT_BYTES + RecordLayout.SLOT_CONTEXT_ID, 99);
        memory.putLong(slot * RecordLayout.SLOT_BYTES + RecordLayout.SLOT_CALL_SITE_ID, 98);
        slots.register(other, 6, 23, 0);

        assertThat(longAt(slot, RecordLayout.SLOT_CONTEXT_ID)).isZero();
        assertThat(longAt(slot, RecordLayout.SLOT_CALL_SITE_ID)).isZero();
    }

    @Test
    void theRegistrarDoesNotTakeTheSlotBackFromAVirtualThread() throws Throwable {
        int slot = slots.own(thread);
        Thread virtual = new FakeThreads.Virtual(() -> {});
        slots.publishVirtual(slot, virtual);

        slots.register(thread, thread.getId(), FakeThreads.tidOf(thread), 0);

        assertThat(longAt(slot, RecordLayout.SLOT_THREAD_ID)).isEqualTo(virtual.getId());
    }

    @Test
    void theRegistrarMarksAThreadOfOursThatAHookRegistered() throws Throwable {
        int slot = slots.own(thread);
        slots.register(thread, thread.getId(), FakeThreads.tidOf(thread), RecordLayout.SLOT_AGENT);

        assertThat(intAt(slot, RecordLayout.SLOT_FLAGS)).isEqualTo(RecordLayout.SLOT_AGENT);
    }

    @Test
    void aThreadOwnsOneSlotForLife() throws Throwable {
        int slot = slots.own(thread);

        assertThat(slots.own(thread)).isEqualTo(slot).isEqualTo(asTheKernelFinds(FakeThreads.tidOf(thread)));
        assertThat(longAt(slot, RecordLayout.SLOT_THREAD_ID)).isEqualTo(thread.getId());
    }

    @Test
    void namesAVirtualThreadUntilItIsRestored() throws Throwable {
        int slot = slots.own(thread);
        Thread virtual = new FakeThreads.Virtual(() -> {});

        slots.publishVirtual(slot, virtual);
        assertThat(longAt(slot, RecordLayout.SLOT_THREAD_ID)).isEqualTo(virtual.getId());
        assertThat(slots.recent(virtual.getId())).isSameAs(virtual);
        assertThat(intAt(slot, RecordLayout.SLOT_FLAGS)).isEqualTo(RecordLayout.SLOT_VIRTUAL);

        slots.restore(slot);
        assertThat(longAt(slot, RecordLayout.SLOT_THREAD_ID)).isEqualTo(thread.getId());
    }

    @Test
    void reportsADatagramOnce() throws Throwable {
        int slot = slots.own(thread);
        slots.beginDatagram(slot);
        assertThat(slots.endDatagram(slot)).isFalse();

        putInt(slot, RecordLayout.SLOT_UDP_SEQUENCE, 1);
        assertThat(slots.endDatagram(slot)).isTrue();
        assertThat(slots.endDatagram(slot)).isFalse();
    }

    @Test
    void tellsWhetherConnectSentASyn() throws Throwable {
        int slot = slots.own(thread);
        slots.beginConnect(slot, null);
        assertThat(slots.sentSyn(slot)).isFalse();

        putInt(slot, RecordLayout.SLOT_SYN_SEQUENCE, 1);
        assertThat(slots.sentSyn(slot)).isTrue();
    }

    @Test
    void letsGoOfThreadsThatEnded() throws Throwable {
        slots.own(thread); // never started, so not alive
        int place = (int) thread.getId() & slots.recentCapacity() - 1;

        assertThat(slots.takeEnded(place)).isSameAs(thread);
        assertThat(slots.takeEnded(place)).isNull();
        assertThat(slots.recent(thread.getId())).isNull();
    }

    @Test
    void aThreadThatTakesASlotOverDoesNotTakeTheRequest() {
        int slot = slots.register(thread, 7_919, 23, 0);
        slots.setRequest(slot, 41);

        assertThat(slots.register(other, 7_927, 23, 0)).isEqualTo(slot);
        assertThat(slots.request(slot)).isZero();
        slots.setRequest(slot, 43);
        slots.register(other, 7_927, 23, 0);
        assertThat(slots.request(slot)).as("registered again").isEqualTo(43);
    }
}
