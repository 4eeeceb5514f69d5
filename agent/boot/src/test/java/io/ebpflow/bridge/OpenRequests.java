// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import io.ebpflow.record.RecordLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A bridge with requests for each test. */
abstract class OpenRequests extends OpenBridge {
    final RequestTable table = new RequestTable();

    @BeforeEach
    final void openRequests() {
        Requests.open(slots, table);
    }

    @AfterEach
    final void closeRequests() throws Throwable {
        Requests.leave();
        Requests.close();
    }

    /** What the kernel would stamp at a system call of this platform thread. */
    final long stamped() throws Throwable {
        return stamped(ownSlot());
    }

    final long stamped(int slot) {
        return longAt(slot, RecordLayout.SLOT_CONTEXT_ID);
    }
}
