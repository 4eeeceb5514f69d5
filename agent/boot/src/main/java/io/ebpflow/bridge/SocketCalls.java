// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

/**
 * What advice around the native reads and writes of a socket calls, as {@link Bridge}; beyond that it names the code path of
 * what is written, and now and then takes it, which allocates.
 *
 * <p>The number of the path is in the slot during the native call alone: what a thread does otherwise has none.
 *
 * <p>Threading: thread-safe. Off while {@link Bridge} is.
 */
public final class SocketCalls {
    /** Added to the token of a platform thread. */
    private static final int PLATFORM = 1 << 24;

    private SocketCalls() {}

    /**
     * Before the native call.
     *
     * @param channel file descriptor, or what stands for it
     * @return for {@link #exitWrite}
     */
    public static int enterWrite(Object channel) throws Throwable {
        SlotTable table = Bridge.slots();
        if (table == null) {
            return 0;
        }
        CallSites sites = table.callSites();
        if (sites == null || channel == null) {
            return Bridge.enterIo();
        }
        Thread thread = Thread.currentThread();
        long site = sites.write(channel, ThreadAccess.idOf(thread));
        boolean isVirtual = ThreadAccess.isVirtual(thread);
        int slot = table.own(isVirtual ? ThreadAccess.currentCarrier() : thread);
        if (slot == SlotTable.NONE) {
            return 0;
        }
        if (isVirtual) {
            table.publishVirtual(slot, thread);
        }
        table.setCallSite(slot, site);
        return isVirtual ? slot + 1 : site == CallSites.NONE ? 0 : slot + 1 + PLATFORM;
    }

    /** @param token what {@link #enterWrite} returned; 0 also if it failed */
    public static void exitWrite(int token) {
        if (token < PLATFORM) {
            Bridge.exitIo(token);
            return;
        }
        SlotTable table = Bridge.slots();
        if (table != null) {
            table.setCallSite(token - PLATFORM - 1, CallSites.NONE);
        }
    }

    /**
     * After the native call.
     *
     * @param token what {@link Bridge#enterIo} returned
     * @param channel as for {@link #enterWrite}
     * @param count what was read, not more than 0: nothing
     */
    public static void exitRead(int token, Object channel, long count) throws Throwable {
        Bridge.exitIo(token);
        SlotTable table = Bridge.slots();
        CallSites sites = table == null ? null : table.callSites();
        if (count > 0 && sites != null && channel != null) {
            sites.read(channel, ThreadAccess.idOf(Thread.currentThread()));
        }
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    public static void warmUp() throws Throwable {
        Object channel = new Object();
        exitWrite(enterWrite(channel));
        exitWrite(enterWrite(channel));
        exitRead(Bridge.enterIo(), channel, 1);
    }
}
