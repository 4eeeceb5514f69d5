// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What advice says when the JDK asks its resolver for a host name. The rules of {@link Bridge} hold, but for one: cutting a name
 * that is too long for DNS allocates.
 *
 * <p>Threading: thread-safe. Off when the bridge is.
 */
public final class Lookups {
    /** No host has this name: the JDK does not ask for it. */
    public static final String WARM_UP = "";

    private Lookups() {}

    /** @return the time, for {@link #exit}; 0: off */
    public static long enter() {
        return Bridge.slots() == null ? 0 : System.nanoTime();
    }

    /**
     * The resolver has answered.
     *
     * @param startedNs what {@link #enter} returned; 0 also if it failed
     * @param found null: nothing
     * @param thrown null: nothing
     */
    public static void exit(long startedNs, String host, InetAddress[] found, Throwable thrown) throws Throwable {
        SlotTable table = Bridge.slots();
        HookQueue hooks = Bridge.queue();
        if (startedNs == 0 || table == null || hooks == null || host == null) {
            return;
        }
        Object result = thrown;
        if (thrown == null) {
            result = found == null || found.length == 0 ? null : found[0];
        }
        long nowNs = System.nanoTime();
        // A virtual thread may have waited in a resolver of the application: what it is on, it is on only now.
        int slot = Bridge.ownSlot(table);
        hooks.offer(
                HookQueue.LOOKED_UP,
                nowNs,
                Thread.currentThread(),
                HostNames.bounded(host),
                result,
                Requests.current(table),
                (int) Math.min(Integer.MAX_VALUE, (nowNs - startedNs + 500) / 1_000),
                slot == SlotTable.NONE ? 0 : table.tid(slot));
    }

    /** Runs every path once, as {@link Bridge#warmUp}. */
    static void warmUp(InetAddress anyAddress) throws Throwable {
        long startedNs = enter();
        exit(startedNs, WARM_UP, new InetAddress[] {anyAddress}, null);
        exit(startedNs, WARM_UP, null, new UnknownHostException(WARM_UP));
    }
}
