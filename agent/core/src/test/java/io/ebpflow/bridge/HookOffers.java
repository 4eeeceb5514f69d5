// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Offers what the hooks offer. */
public final class HookOffers {
    private final HookQueue queue;

    public HookOffers(HookQueue queue) {
        this.queue = queue;
    }

    public void accepted(long timeNs, Thread thread, int tid, InetSocketAddress remote, int localPort) {
        InetAddress address = remote.getAddress();
        queue.offer(HookQueue.ACCEPTED, timeNs, thread, address, null, tid, remote.getPort(), localPort);
    }

    public void datagram(long timeNs, boolean isSent, Thread thread, long cookie, InetSocketAddress peer, int bytes) {
        int kind = isSent ? HookQueue.DATAGRAM_SENT : HookQueue.DATAGRAM_RECEIVED;
        queue.offer(kind, timeNs, thread, peer, null, cookie, bytes, 77);
    }

    /** @param result InetAddress or Throwable */
    public void lookedUp(long timeNs, Thread thread, long requestId, String host, Object result, int us) {
        queue.offer(HookQueue.LOOKED_UP, timeNs, thread, host, result, requestId, us, 79);
    }

    /** @return number of the name that a thread gave */
    public static int name(HostNames names, String host) {
        return names.begin(host);
    }

    public void multiplexed(long timeNs, Thread thread, InetSocketAddress local, InetSocketAddress remote) {
        queue.offer(HookQueue.MULTIPLEXED, timeNs, thread, local, remote, 0, 0, 0);
    }

    public void pipelined(long timeNs, Thread thread, InetSocketAddress local, InetSocketAddress remote) {
        queue.offer(HookQueue.MULTIPLEXED, timeNs, thread, local, remote, 1, 0, 0);
    }

    public void sequential(long timeNs, Thread thread, InetSocketAddress local, InetSocketAddress remote) {
        queue.offer(HookQueue.SEQUENTIAL, timeNs, thread, local, remote, 0, 0, 0);
    }

    public void connectFailed(long timeNs, Thread thread, InetSocketAddress remote, Throwable thrown, long tookNs) {
        InetAddress address = remote.getAddress();
        queue.offer(HookQueue.CONNECT_FAILED, timeNs, thread, address, thrown, tookNs, remote.getPort(), 78);
    }
}
