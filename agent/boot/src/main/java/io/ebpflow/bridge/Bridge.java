// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * All that advice in JDK classes may call. Nothing here makes a system call, takes a lock, allocates, logs or loads a
 * class (which is why {@link #warmUp} runs every path before a hook is installed), and nothing throws into the
 * application: advice suppresses what it must not see.
 *
 * <p>Threading: thread-safe. Off until {@link #open}; hooks that are on their way when it closes finish on the old
 * table, whose memory is never unmapped.
 */
public final class Bridge {
    private static volatile SlotTable slots;
    private static volatile HookQueue queue;

    private Bridge() {}

    /** Lets hooks work on these from now on. */
    public static void open(SlotTable newSlots, HookQueue newQueue) {
        queue = newQueue;
        slots = newSlots;
    }

    /** Makes every hook a no-op. */
    public static void close() {
        slots = null;
        queue = null;
    }

    /**
     * Before a native call that the kernel programs see: the thread has a slot, and if it is virtual, its carrier's slot
     * names it. Nothing between here and the native call can move it to another carrier.
     *
     * @return for {@link #exitIo}: the slot of a virtual thread's carrier plus one, 0: nothing to take back
     */
    public static int enterIo() throws Throwable {
        SlotTable table = slots;
        if (table == null) {
            return 0;
        }
        Thread thread = Thread.currentThread();
        if (!ThreadAccess.isVirtual(thread)) {
            int own = table.own(thread);
            if (own != SlotTable.NONE) {
                Requests.leaveEnded(table, own);
            }
            return 0;
        }
        int slot = table.own(ThreadAccess.currentCarrier());
        if (slot != SlotTable.NONE) {
            table.publishVirtual(slot, thread);
        }
        return slot + 1;
    }

    /** Right before the native shutdown(2), which sends the FIN of a close. Woven into the calling method: never throws. */
    public static void enterShutdown() {
        try {
            enterIo();
        } catch (Throwable e) {
            close(); // as every hook that fails; the kernel then knows no more than the thread's number
        }
    }

    /** Right after it, and once more at the end of the method, in case it threw. Never throws. */
    public static void exitShutdown() {
        SlotTable table = slots;
        try {
            if (table != null && ThreadAccess.isVirtual(Thread.currentThread())) {
                exitIo(table.own(ThreadAccess.currentCarrier()) + 1);
            }
        } catch (Throwable e) {
            close();
        }
    }

    /** @param token what {@link #enterIo} returned; 0 also if it failed */
    public static void exitIo(int token) {
        SlotTable table = slots;
        if (token != 0 && table != null) {
            table.restore(token - 1);
        }
    }

    /**
     * Before connect(2).
     *
     * @param remote what the application gave: it still knows the host name that it was made from
     * @return the time, for {@link #exitConnect}; 0: off
     */
    public static long enterConnect(InetAddress remote) throws Throwable {
        SlotTable table = slots;
        if (table == null) {
            return 0;
        }
        enterIo();
        int slot = ownSlot(table);
        if (slot != SlotTable.NONE) {
            table.beginConnect(slot, AddressAccess.hostNameOf(remote));
            CallSites sites = table.callSites();
            table.setCallSite(slot, sites == null ? CallSites.NONE : sites.connect());
        }
        return System.nanoTime();
    }

    /** After connect(2): a failure without a SYN (no route, no port) is seen here alone. */
    public static void exitConnect(long startedNs, InetAddress remote, int port, Throwable thrown) throws Throwable {
        SlotTable table = slots;
        HookQueue hooks = queue;
        if (startedNs == 0 || table == null || hooks == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        int slot = ownSlot(table);
        if (slot == SlotTable.NONE) {
            return;
        }
        table.endConnect(slot);
        if (ThreadAccess.isVirtual(thread)) {
            table.restore(slot);
        } else {
            table.setCallSite(slot, CallSites.NONE);
        }
        if (thrown != null && !table.sentSyn(slot)) {
            long nowNs = System.nanoTime();
            hooks.offer(
                    HookQueue.CONNECT_FAILED, nowNs, thread, remote, thrown, nowNs - startedNs, port, table.tid(slot));
        }
    }

    /** java.net.ServerSocket accepted. */
    public static void accepted(Socket socket) throws Throwable {
        offerAccepted(socket.getInetAddress(), socket.getPort(), socket.getLocalPort());
    }

    /** A server channel accepted; the arguments are what the JDK of the day declares, IP or not. */
    public static void accepted(Object remote, Object local) throws Throwable {
        if (remote instanceof InetSocketAddress && local instanceof InetSocketAddress) {
            InetSocketAddress address = (InetSocketAddress) remote;
            offerAccepted(address.getAddress(), address.getPort(), ((InetSocketAddress) local).getPort());
        }
    }

    private static void offerAccepted(InetAddress remote, int port, int localPort) throws Throwable {
        SlotTable table = slots;
        HookQueue hooks = queue;
        if (table == null || hooks == null || remote == null) {
            return;
        }
        long nowNs = System.nanoTime();
        int slot = ownSlot(table);
        int tid = slot == SlotTable.NONE ? 0 : table.tid(slot);
        CallSites sites = table.callSites();
        Object path = sites == null ? null : sites.opener();
        hooks.offer(HookQueue.ACCEPTED, nowNs, Thread.currentThread(), remote, path, tid, port, localPort);
    }

    /** Before a datagram is sent or received. */
    public static int enterDatagram() throws Throwable {
        SlotTable table = slots;
        if (table == null) {
            return 0;
        }
        int token = enterIo();
        int slot = ownSlot(table);
        if (slot != SlotTable.NONE) {
            table.beginDatagram(slot);
        }
        return token;
    }

    /** After a datagram was sent to a peer. */
    public static void datagramSent(InetSocketAddress peer) throws Throwable {
        offerDatagram(HookQueue.DATAGRAM_SENT, peer);
    }

    /** The JDK asks who sent the datagram it has just read. */
    public static void datagramReceived(InetSocketAddress peer) throws Throwable {
        offerDatagram(HookQueue.DATAGRAM_RECEIVED, peer);
    }

    private static void offerDatagram(int kind, InetSocketAddress peer) throws Throwable {
        SlotTable table = slots;
        HookQueue hooks = queue;
        if (table == null || hooks == null || peer == null) {
            return;
        }
        int slot = ownSlot(table);
        if (slot != SlotTable.NONE && table.endDatagram(slot)) {
            hooks.offer(
                    kind,
                    table.datagramTimeNs(slot),
                    Thread.currentThread(),
                    peer,
                    null,
                    table.datagramCookie(slot),
                    table.datagramBytes(slot),
                    table.tid(slot));
        }
    }

    /** Null: off. */
    static SlotTable slots() {
        return slots;
    }

    /** Null: off. */
    static HookQueue queue() {
        return queue;
    }

    static int ownSlot(SlotTable table) throws Throwable {
        Thread thread = Thread.currentThread();
        return table.own(ThreadAccess.isVirtual(thread) ? ThreadAccess.currentCarrier() : thread);
    }

    /**
     * Runs every path once on the calling (agent) thread, so that method handles are linked and classes loaded before
     * the first hook of the application. The entries it leaves in the queue are for the caller to discard.
     */
    public static void warmUp(InetAddress anyAddress) throws Throwable {
        InetSocketAddress any = new InetSocketAddress(anyAddress, 1);
        enterShutdown();
        exitShutdown();
        exitIo(enterIo());
        long startedNs = enterConnect(anyAddress);
        exitConnect(startedNs, anyAddress, 1, null);
        exitConnect(startedNs, anyAddress, 1, new Exception("warm-up"));
        accepted(any, any);
        enterDatagram();
        datagramSent(any);
        datagramReceived(any);
        Lookups.warmUp(anyAddress);
        Connections.multiplexed(any, any);
        Connections.pipelined(any, any);
        Connections.sequential(any, any);
        Pipelines.warmUp(any);
    }
}
