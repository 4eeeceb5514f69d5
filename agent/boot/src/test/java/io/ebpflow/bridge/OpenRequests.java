// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A bridge with requests for each test, without a kernel behind it. */
abstract class OpenRequests {
    final SlotTable slots;
    final HookQueue hooks = new HookQueue(16);
    final RequestTable table = new RequestTable();
    private final ByteBuffer memory = ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES)
            .order(ByteOrder.nativeOrder());

    OpenRequests() {
        slots = new SlotTable(memory);
    }

    @BeforeAll
    static void threads() {
        FakeThreads.install();
    }

    @BeforeEach
    final void openRequests() {
        Bridge.open(slots, hooks);
        Requests.open(slots, table);
    }

    @AfterEach
    final void closeRequests() throws Throwable {
        Requests.leave();
        Bridge.close();
        Requests.close();
    }

    /** What the kernel would stamp at a system call of this platform thread. */
    final long stamped() throws Throwable {
        return stamped(slots.own(Thread.currentThread()));
    }

    final long stamped(int slot) {
        return memory.getLong(slot * RecordLayout.SLOT_BYTES + RecordLayout.SLOT_CONTEXT_ID);
    }
}
