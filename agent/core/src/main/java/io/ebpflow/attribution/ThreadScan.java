// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.bridge.SlotTable;
import io.ebpflow.record.RecordLayout;

/**
 * Looks at all threads of the JVM: gives those their slots that hooks never see, and takes back what belonged to threads that
 * ended.
 *
 * <p>Threading: confined to the reader thread.
 */
final class ThreadScan {
    private final SlotTable slots;
    private final NativeThreads nativeThreads;
    private final KnownThreads threads;
    private final EndedThreads endedVirtual;
    private Thread[] enumerated = new Thread[256];

    /** @param nativeThreads null if this JVM does not tell the tid of a thread */
    ThreadScan(SlotTable slots, NativeThreads nativeThreads, KnownThreads threads, EndedThreads endedVirtual) {
        this.slots = slots;
        this.nativeThreads = nativeThreads;
        this.threads = threads;
        this.endedVirtual = endedVirtual;
    }

    /** About a microsecond a thread: no safepoint, no stack. */
    void run(long nowNs) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        int count = root.enumerate(enumerated, true);
        while (count == enumerated.length) {
            enumerated = new Thread[count * 2];
            count = root.enumerate(enumerated, true);
        }
        for (int i = 0; i < count; i++) {
            meet(enumerated[i]);
            enumerated[i] = null;
        }
        freeEndedSlots();
        threads.forgetEnded(nowNs);
        takeEnded(nowNs);
    }

    private void meet(Thread thread) {
        KnownThread known = threads.byId(thread.getId());
        if (nativeThreads == null || KnownThread.isVirtual(thread) || known != null && known.hasSlot) {
            return;
        }
        int tid = nativeThreads.tidOf(thread);
        if (tid == 0) {
            return;
        }
        known = threads.remember(thread, tid);
        int flags = KnownThread.isOurs(thread) ? RecordLayout.SLOT_AGENT : 0;
        if (known != null) {
            known.hasSlot = slots.register(thread, known.id, tid, flags) != SlotTable.NONE;
        }
    }

    private void freeEndedSlots() {
        for (int slot = 0; slot < RecordLayout.SLOT_COUNT; slot++) {
            Thread owner = slots.owner(slot);
            if (owner != null && !owner.isAlive()) {
                slots.free(slot, owner.getId());
            }
        }
    }

    private void takeEnded(long nowNs) {
        for (int place = 0; place < slots.recentCapacity(); place++) {
            Thread thread = slots.takeEnded(place);
            if (thread != null && KnownThread.isVirtual(thread)) {
                endedVirtual.add(thread, nowNs);
            }
        }
        endedVirtual.expire(nowNs);
    }
}
