// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.net.Address;
import io.ebpflow.table.LongTable;
import java.net.InetSocketAddress;

/**
 * Connections that a library has said to be multiplexed, or not to be. It names them by their address pair, so every connection is kept
 * here by its pair: a look through the flow table for each connection of a busy server would be too slow. As many entries
 * as the flow table has connections.
 *
 * <p>Threading: confined to the reader thread.
 */
final class MultiplexedFlows {
    /** Since ever: before any time that the kernel stamps. */
    private static final long ALWAYS = 1;

    /** Of those that ended last: an exchange may follow the close, when we had half-closed and read on. */
    private static final int FORMER = 256;

    private final LongTable<Flow> byPair = new LongTable<>(1_024);
    private final long[] formerCookies = new long[FORMER];
    private final Address localAddress = new Address();
    private final Address remoteAddress = new Address();
    private int formerCount;
    private boolean isOneForgotten;

    /** A connection has begun; a former one of the same pair is over, even if nobody saw its end. */
    void add(Flow flow) {
        byPair.put(pairOf(flow), flow);
    }

    /** A connection ended. */
    void end(Flow flow) {
        remove(flow);
        if (flow.multiplexedNs != 0) {
            formerCookies[formerCount++ % FORMER] = flow.cookie;
        }
    }

    /** A connection that may live on had to make room in the flow table. */
    void forget(Flow flow) {
        remove(flow);
        isOneForgotten |= flow.multiplexedNs != 0;
    }

    private void remove(Flow flow) {
        long pair = pairOf(flow);
        if (byPair.get(pair) == flow) {
            byPair.remove(pair);
        }
    }

    /**
     * A library says so.
     *
     * @return false if the connection is not known: its record was lost, or it is older than the agent
     */
    boolean say(InetSocketAddress local, InetSocketAddress remote, long timeNs) {
        Flow flow = find(local, remote);
        if (flow != null && (flow.multiplexedNs == 0 || timeNs < flow.multiplexedNs)) {
            flow.multiplexedNs = timeNs;
        }
        return flow != null;
    }

    /**
     * A library says that requests do not overlap. What {@link #say} says goes before this, whenever it does.
     *
     * @return as {@link #say}
     */
    boolean saySequential(InetSocketAddress local, InetSocketAddress remote, long timeNs) {
        Flow flow = find(local, remote);
        if (flow != null && flow.sequentialNs == 0) {
            flow.sequentialNs = timeNs;
        }
        return flow != null;
    }

    /**
     * Whether the times of an exchange may not be those of one request, for all that libraries say. What was over before the
     * word was alone on its connection. An event loop that nobody vouches for may have asked for several things at once,
     * which the kernel does not always see.
     */
    static boolean mayOverlap(Flow flow, ExchangeParts parts) {
        boolean isSaid = flow.multiplexedNs != 0 && Math.max(parts.beginNs, parts.endNs) >= flow.multiplexedNs;
        boolean isVouched = flow.sequentialNs != 0 && parts.beginNs >= flow.sequentialNs;
        return isSaid || parts.polled && !isVouched;
    }

    /** Null: not known. */
    private Flow find(InetSocketAddress local, InetSocketAddress remote) {
        localAddress.setBytes(local.getAddress().getAddress());
        remoteAddress.setBytes(remote.getAddress().getAddress());
        Flow flow = byPair.get(pair(localAddress, local.getPort(), remoteAddress, remote.getPort()));
        boolean isKnown = flow != null
                && flow.localPort == local.getPort()
                && flow.remotePort == remote.getPort()
                && flow.local.sameAs(localAddress)
                && flow.remote.sameAs(remoteAddress);
        return isKnown ? flow : null;
    }

    /**
     * Since when a connection that is not in the flow table is multiplexed; 0: it is not. Once one of those that are had to
     * leave the table alive, each may be that one.
     */
    long sinceNs(long cookie) {
        if (isOneForgotten) {
            return ALWAYS;
        }
        for (int i = Math.min(formerCount, FORMER) - 1; i >= 0; i--) {
            if (formerCookies[i] == cookie) {
                return ALWAYS;
            }
        }
        return 0;
    }

    private static long pairOf(Flow flow) {
        return pair(flow.local, flow.localPort, flow.remote, flow.remotePort);
    }

    /** Of 64 bits: that two pairs of one process share it does not happen, and would leave one of them out. */
    private static long pair(Address local, int localPort, Address remote, int remotePort) {
        long hash = mix(local.high()) + local.low();
        hash = mix(hash) + remote.high();
        hash = mix(hash) + remote.low();
        return mix(mix(hash) + ((long) localPort << 16 | remotePort));
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
