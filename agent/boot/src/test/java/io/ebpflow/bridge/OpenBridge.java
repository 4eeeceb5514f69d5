// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import io.ebpflow.record.RecordLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An open bridge for each test, without a kernel behind it. */
abstract class OpenBridge {
    /** The slots, as the kernel has them. */
    final ByteBuffer memory = ByteBuffer.allocateDirect(RecordLayout.SLOT_COUNT * RecordLayout.SLOT_BYTES)
            .order(ByteOrder.nativeOrder());

    final SlotTable slots;
    final HookQueue hooks = new HookQueue(16);

    OpenBridge() {
        this(null);
    }

    OpenBridge(CallSites sites) {
        slots = new SlotTable(memory, sites);
    }

    @BeforeAll
    static void threads() {
        FakeThreads.install();
    }

    @BeforeEach
    final void openBridge() {
        Bridge.open(slots, hooks);
    }

    @AfterEach
    final void closeBridge() {
        Bridge.close();
    }

    final int ownSlot() throws Throwable {
        return slots.own(Thread.currentThread());
    }

    final long longAt(int slot, int field) {
        return memory.getLong(slot * RecordLayout.SLOT_BYTES + field);
    }
}
