// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.bridge.AddressAccess;
import io.ebpflow.bridge.HostNames;
import java.net.InetAddress;

/**
 * Host names that connections were opened to, and what each thread looked up last: a lookup belongs to the connect that the
 * same thread begins right after it, to the same name.
 *
 * <p>Lookups are kept for as long as they may belong to a connect. Two threads that share a place are told apart; the older
 * one's lookup is then shown by itself only.
 *
 * <p>Threading: confined to the reader thread.
 */
final class RemoteNames {
    /** How long a thread that has its answer may take to connect, on a busy machine with a cold JVM: else it was for something else. */
    static final long BELONGS_NS = 100_000_000;

    /** Power of two: threads that look up within that time. */
    private static final int PLACES = 1_024;

    private final HostNames hostNames;
    private final long[] threadIds = new long[PLACES];
    private final String[] names = new String[PLACES];
    private final long[] endsNs = new long[PLACES];
    private final long[] durationsNs = new long[PLACES];
    private long overwrittenCount;

    RemoteNames(HostNames hostNames) {
        this.hostNames = hostNames;
    }

    /** @return null: none */
    String of(long nameId) {
        return hostNames.of(nameId);
    }

    /** @return what the application made this address from, null: none */
    String of(InetAddress address) {
        try {
            String name = AddressAccess.hostNameOf(address);
            return name == null || name.isEmpty() ? null : HostNames.bounded(name);
        } catch (Throwable e) {
            throw new IllegalStateException("InetAddress.holder", e); // a field read does not throw
        }
    }

    /** A thread has got an answer for a name. */
    void lookedUp(long threadId, String name, long endNs, long durationNs) {
        int place = (int) threadId & PLACES - 1;
        if (names[place] != null && threadIds[place] != threadId && endNs - endsNs[place] < BELONGS_NS) {
            overwrittenCount++;
        }
        threadIds[place] = threadId;
        names[place] = name;
        endsNs[place] = endNs;
        durationsNs[place] = durationNs;
    }

    /**
     * How long the lookup took that this connect had to wait for.
     *
     * @param synNs when the connect began
     * @param isLast true: it belongs to no connect after this one
     * @return {@link FlowEvent#UNKNOWN}: there was none
     */
    long lookupNs(long threadId, String name, long synNs, boolean isLast) {
        int place = (int) threadId & PLACES - 1;
        long sinceNs = synNs - endsNs[place];
        if (threadId == 0
                || threadIds[place] != threadId
                || !name.equalsIgnoreCase(names[place])
                || sinceNs < 0
                || sinceNs >= BELONGS_NS) {
            return FlowEvent.UNKNOWN;
        }
        if (isLast) {
            names[place] = null;
        }
        return durationsNs[place];
    }

    /** Lookups that made room for another thread's before a connect could claim them. */
    long overwrittenCount() {
        return overwrittenCount;
    }
}
