// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.bridge.CallPath;
import io.ebpflow.bridge.HostNames;
import io.ebpflow.bridge.RequestTable;
import io.ebpflow.bridge.SlotTable;
import io.ebpflow.record.KernelRecord;
import java.util.List;

/**
 * From the ids that the kernel stamped to Java threads. Threads get their slots from hooks when they first do I/O, and
 * from {@link #scan} when hooks never see them: those that were there before a live attach, and those that do their I/O
 * in native code.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class ThreadRegistry {
    private final SlotTable slots;
    private final RequestTable requests;
    private final KnownThreads knownThreads = new KnownThreads();
    private final EndedThreads endedVirtual = new EndedThreads();
    private final ThreadScan scan;
    private long scannedNs;

    /** @param nativeThreads null if this JVM does not tell the tid of a thread */
    public ThreadRegistry(SlotTable slots, RequestTable requests, NativeThreads nativeThreads) {
        this.slots = slots;
        this.requests = requests;
        scan = new ThreadScan(slots, nativeThreads, knownThreads, endedVirtual);
    }

    /** Who caused a record. */
    public void attribute(KernelRecord record, long nowNs, Attributed to) {
        attribute(record.threadId(), record.tid(), record.requestId(), record.callSiteId(), nowNs, to);
        KnownThread known = knownThreads.byId(to.threadId);
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
            KnownThread known = knownThreads.byId(threadId);
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
        KnownThread known = knownThreads.byTid(tid);
        if (known == null && nowNs - scannedNs > 20_000_000L) {
            scan(nowNs);
            known = knownThreads.byTid(tid);
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
        if (KnownThread.isVirtual(thread)) {
            to.threadId = thread.getId();
            to.threadName = thread.getName();
            to.virtual = true;
            to.confidence = Confidence.EXACT;
            return;
        }
        KnownThread known = knownThreads.remember(thread, tid);
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

    /** Looks at all threads of the JVM; to be called about once a second. */
    public void scan(long nowNs) {
        scannedNs = nowNs;
        scan.run(nowNs);
        slots.sweep();
    }

    /** Live platform threads of the application that are known, in no order. */
    public List<KnownThread> live() {
        return knownThreads.live();
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
        return knownThreads.forgottenCount() + endedVirtual.forgottenCount();
    }
}
