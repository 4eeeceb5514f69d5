// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.table.LongTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Platform threads by both of their ids. Those that ended are kept for a minute, without the thread itself.
 *
 * <p>Threading: confined to the reader thread.
 */
final class KnownThreads {
    /** How long the name of a thread that ended is kept for late records. */
    private static final long KEEP_ENDED_NS = 60_000_000_000L;

    /** Bound of the names kept: 64 Ki threads started and ended within a minute. */
    private static final int MAX_KNOWN = 65_536;

    private final LongTable<KnownThread> byId = new LongTable<>(1_024);
    private final LongTable<KnownThread> byTid = new LongTable<>(1_024);
    private final List<KnownThread> gone = new ArrayList<>();
    private long forgottenCount;

    /** By Java id; null: not known. */
    KnownThread byId(long id) {
        return byId.get(id);
    }

    /** By kernel id; null: not known. It may have ended, and its id be another's. */
    KnownThread byTid(int tid) {
        return byTid.get(tid);
    }

    /**
     * A thread that is at hand.
     *
     * @param tid 0: not known
     * @return null: there is no place for it, which is counted
     */
    KnownThread remember(Thread thread, int tid) {
        KnownThread known = byId.get(thread.getId());
        if (known == null) {
            if (byId.size() >= MAX_KNOWN) {
                forgottenCount++;
                return null;
            }
            known = new KnownThread(thread);
            byId.put(known.id, known);
        }
        if (tid != 0 && known.tid == 0) {
            known.tid = tid;
            byTid.put(tid, known);
        }
        known.name = thread.getName();
        return known;
    }

    /** Lets go of threads that ended, and of the names of those that did so a minute ago. */
    void forgetEnded(long nowNs) {
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

    /** Live ones of the application, in no order. */
    List<KnownThread> live() {
        List<KnownThread> all = new ArrayList<>(byId.size());
        byId.forEach(known -> {
            if (known.endedNs == 0 && !KnownThread.isOurs(known.thread)) {
                all.add(known);
            }
        });
        return all;
    }

    /** Threads that found no place. */
    long forgottenCount() {
        return forgottenCount;
    }
}
