// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

import io.ebpflow.table.LongTable;
import java.util.ArrayDeque;

/**
 * Names of virtual threads that ended: a record may come long after, as the close of a connection does whose peer takes
 * its time. Strings, not threads, so that nothing of the application is kept alive.
 *
 * <p>Threading: confined to the reader thread.
 */
final class EndedThreads {
    /** As long as the kernel waits for the peer's FIN (net.ipv4.tcp_fin_timeout). */
    private static final long KEEP_NS = 60_000_000_000L;

    /** About 100 bytes each. */
    private static final int MAX_ENDED = 65_536;

    private final LongTable<String> names = new LongTable<>(256);
    private final ArrayDeque<Ended> oldestFirst = new ArrayDeque<>();
    private long forgottenCount;

    void add(Thread thread, long nowNs) {
        if (oldestFirst.size() >= MAX_ENDED) {
            forgottenCount++;
            names.remove(oldestFirst.poll().id);
        }
        names.put(thread.getId(), thread.getName());
        oldestFirst.add(new Ended(thread.getId(), nowNs));
    }

    /** Null: not known (any more). */
    String nameOf(long threadId) {
        return names.get(threadId);
    }

    void expire(long nowNs) {
        while (!oldestFirst.isEmpty() && nowNs - oldestFirst.peek().endedNs > KEEP_NS) {
            names.remove(oldestFirst.poll().id);
        }
    }

    /** Names that had to go before their time. */
    long forgottenCount() {
        return forgottenCount;
    }

    /** When which. */
    private static final class Ended {
        private final long id;
        private final long endedNs;

        Ended(long id, long endedNs) {
            this.id = id;
            this.endedNs = endedNs;
        }
    }
}
