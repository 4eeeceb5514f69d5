// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.bridge.CallPath;
import io.ebpflow.bridge.HostNames;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordLayout;
import io.ebpflow.table.LongTable;
import java.util.ArrayList;
import java.util.List;

/**
 * From the ids that the kernel stamped to Java threads. Threads get their slots from hooks when they first do I/O, and
 * from {@link #scan} when hooks never see them: those that were there before a live attach, and those that do their I/O
 * in native code.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class ThreadRegistry {
    /** How long the name of a thread that ended is kept for late records. */
    private static final long KEEP_ENDED_NS = 60_000_000_000L;

    /** Bound of the names kept: 64 Ki threads started and ended within a minute. */
    private static final int MAX_KNOWN = 65_536;

    private static final String CARRIER_CLASS = "jdk.internal.misc.CarrierThread";

    private final SlotTable slots;
    private final RequestTable requests;
    private final NativeThreads nativeThreads;
    private final LongTable<KnownThread> byId = new LongTable<>(1_024);
    private final LongTable<KnownThread> byTid = new LongTable<>(1_024);
    private final EndedThreads endedVirtual = new EndedThreads();
    private final List<KnownThread> gone = new ArrayList<>();
    private Thread[] enumerated = new Thread[256];
    private long scannedNs;
    private long forgottenCount;

    /** @param nativeThreads null if this JVM does not tell the tid of a thread */
    public ThreadRegistry(SlotTable slots, RequestTable requests, NativeThreads nativeThreads) {
        this.slots = slots;
        this.requests = requests;
        this.nativeThreads = nativeThreads;
    }

    /** Who caused a record. */
    public void attribute(KernelRecord record, long nowNs, Attributed to) {
        attribute(record.threadId(), record.tid(), record.requestId(), record.callSiteId(), nowNs, to);
        KnownThread known = byId.get(to.threadId);
        if (known != null) {
            known.lastUseNs = nowNs;
        }
        if (to.threadName == null && to.confidence == Confidence.THREAD) {
            String comm = record.comm();
            to.threadName = comm.isEmpty() ? null : comm;
        }
    }

    /** Who these ids are, what they worked for, and by which code path. */
    public void attribute(long threadId, int tid, long requestId, long callSiteId, long nowNs, Attributed to) {
        attribute(threadId, tid, nowNs, to);
        name(requestId, to);
        to.path = slots.callPath(callSiteId);
    }

    /** Where the JVM noted that something failed; null: code paths are not taken. */
    public CallPath pathOf(Throwable thrown) {
        return slots.callPath(thrown);
    }

    /** Who these ids are; a thread that nobody registered is looked for, at most every 20 ms. */
    public void attribute(long threadId, int tid, long nowNs, Attributed to) {
        to.clear();
        to.tid = tid;
        if (threadId != 0) {
            Thread thread = slots.recent(threadId);
            if (thread != null && thread.getId() == threadId) {
                attribute(thread, tid, to);
                return;
            }
            KnownThread known = byId.get(threadId);
            to.threadId = threadId;
            to.confidence = Confidence.EXACT;
            if (known != null) {
                describe(known, to);
            } else {
                to.threadName = endedVirtual.nameOf(threadId);
                to.virtual = to.threadName != null;
            }
            return;
        }
        if (tid == 0) {
            return;
        }
        to.confidence = Confidence.THREAD;
        KnownThread known = byTid.get(tid);
        if (known == null && nowNs - scannedNs > 20_000_000L) {
            scan(nowNs);
            known = byTid.get(tid);
        }
        if (known != null && known.endedNs == 0) {
            describe(known, to);
            to.confidence = known.isCarrier ? Confidence.UNKNOWN : Confidence.THREAD;
        }
    }

    /** A thread that a hook saw in person, and what it worked for. */
    public void attribute(Thread thread, int tid, long requestId, Attributed to) {
        attribute(thread, tid, to);
        name(requestId, to);
    }

    private void name(long requestId, Attributed to) {
        to.request.find(requests, requestId);
        boolean isInherited = (requestId & RequestTable.INHERITED) != 0 && to.request.id != RequestTable.NONE;
        if (isInherited && to.confidence == Confidence.EXACT) {
            to.confidence = Confidence.INHERITED;
        }
    }

    /** A thread that a hook saw in person. */
    public void attribute(Thread thread, int tid, Attributed to) {
        to.clear();
        to.tid = tid;
        if (isVirtual(thread)) {
            to.threadId = thread.getId();
            to.threadName = thread.getName();
            to.virtual = true;
            to.confidence = Confidence.EXACT;
            return;
        }
        KnownThread known = remember(thread, tid);
        if (known != null) {
            describe(known, to);
        } else {
            to.threadId = thread.getId();
            to.threadName = thread.getName();
            to.confidence = Confidence.EXACT;
        }
    }

    /**
     * A carrier does nothing on its own account: it was one of the virtual threads that it carries, outside of any hook
     * (Net.shutdown() in close() is a native method), and nobody can say which.
     */
    private static void describe(KnownThread known, Attributed to) {
        Thread thread = known.thread;
        if (thread != null) {
            known.name = thread.getName();
        }
        to.tid = to.tid != 0 ? to.tid : known.tid;
        to.threadId = known.isCarrier ? 0 : known.id;
        to.threadName = known.isCarrier ? null : known.name;
        to.confidence = known.isCarrier ? Confidence.UNKNOWN : Confidence.EXACT;
    }

    private KnownThread remember(Thread thread, int tid) {
        KnownThread known = byId.get(thread.getId());
        if (known == null) {
            if (byId.size() >= MAX_KNOWN) {
                forgottenCount++;
                return null;
            }
            known = new KnownThread(thread, thread.getClass().getName().equals(CARRIER_CLASS));
            byId.put(known.id, known);
        }
        if (tid != 0 && known.tid == 0) {
            known.tid = tid;
            byTid.put(tid, known);
        }
        known.name = thread.getName();
        return known;
    }

    /** Not by class: JDK 11 to 18 have none. Virtual threads are in a group of their own name. */
    private static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().equals("java.lang.VirtualThread");
    }

    /**
     * Gives every live thread its slot and takes those of threads that ended back. About a microsecond a thread: no
     * safepoint, no stack.
     */
    public void scan(long nowNs) {
        scannedNs = nowNs;
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
        forgetEnded(nowNs);
        takeEnded(nowNs);
        slots.sweep();
    }

    private void meet(Thread thread) {
        KnownThread known = byId.get(thread.getId());
        if (nativeThreads == null || isVirtual(thread) || known != null && known.hasSlot) {
            return;
        }
        int tid = nativeThreads.tidOf(thread);
        if (tid == 0) {
            return;
        }
        known = remember(thread, tid);
        int flags = isOurs(thread) ? RecordLayout.SLOT_AGENT : 0;
        if (known != null) {
            known.hasSlot = slots.register(thread, known.id, tid, flags) != SlotTable.NONE;
        }
    }

    /** By loader: libraries in it have threads, too (JNA's cleaner). */
    private static boolean isOurs(Thread thread) {
        return thread.getClass().getClassLoader() == ThreadRegistry.class.getClassLoader();
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
            if (thread != null && isVirtual(thread)) {
                endedVirtual.add(thread, nowNs);
            }
        }
        endedVirtual.expire(nowNs);
    }

    private void forgetEnded(long nowNs) {
        byId.forEach(known -> {
            if (known.endedNs == 0 && !known.thread.isAlive()) {
                known.name = known.thread.getName();
                known.thread = null;
                known.endedNs = nowNs;
            } else if (known.endedNs != 0 && nowNs - known.endedNs > KEEP_ENDED_NS) {
                gone.add(known);
            }
        });
        for (KnownThread known : gone) {
            byId.remove(known.id);
            if (byTid.get(known.tid) == known) {
                byTid.remove(known.tid);
            }
        }
        gone.clear();
    }

    /** Live platform threads of the application that are known, in no order. */
    public List<KnownThread> live() {
        List<KnownThread> all = new ArrayList<>(byId.size());
        byId.forEach(known -> {
            if (known.endedNs == 0 && !isOurs(known.thread)) {
                all.add(known);
            }
        });
        return all;
    }

    /** What is known of a request; it is cleared if nothing is. */
    public void request(long id, RequestName to) {
        to.find(requests, id);
    }

    /** Number of the request that began last. */
    public long newestRequest() {
        return requests.newest();
    }

    /** Names of hosts that threads connected to. */
    public HostNames hostNames() {
        return slots.hostNames();
    }

    /** Threads that found no place among the names kept. */
    public long forgottenCount() {
        return forgottenCount + endedVirtual.forgottenCount();
    }

    /**
     * A platform thread we have met.
     *
     * <p>Threading: confined to the reader thread.
     */
    public static final class KnownThread {
        private final long id;
        private final boolean isCarrier;
        private Thread thread;
        private String name;
        private int tid;
        private boolean hasSlot;
        private long endedNs;
        private long lastUseNs;

        KnownThread(Thread thread, boolean isCarrier) {
            this.thread = thread;
            this.isCarrier = isCarrier;
            id = thread.getId();
            name = thread.getName();
        }

        public long id() {
            return id;
        }

        public String name() {
            return name;
        }

        /** 0: not known. */
        public int tid() {
            return tid;
        }

        /** When a record or hook named it last, monotonic; 0: never. */
        public long lastUseNs() {
            return lastUseNs;
        }

        public boolean isDaemon() {
            return thread != null && thread.isDaemon();
        }
    }
}
