// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Names of network interfaces by index. The JDK walks through all interfaces for one name, so names are kept, and the JDK
 * is asked at most once a second however many unknown indexes come by.
 *
 * <p>Threading: confined to the view thread.
 */
final class InterfaceNames {
    private static final long MIN_INTERVAL_NS = 1_000_000_000L;

    /** Interfaces are renamed, and in containers come and go: a kept name is believed for this long. */
    private static final long KEEP_NS = 60_000_000_000L;

    private final Map<Integer, String> names = new HashMap<>();
    private final IntFunction<String> system;
    private final LongSupplier nanoClock;
    private long askedNs;
    private long emptiedNs;

    /**
     * @param system name by index, null for none
     * @param nanoClock monotonic nanoseconds
     */
    InterfaceNames(IntFunction<String> system, LongSupplier nanoClock) {
        this.system = system;
        this.nanoClock = nanoClock;
        emptiedNs = nanoClock.getAsLong();
        askedNs = emptiedNs - MIN_INTERVAL_NS;
    }

    /** The names of this machine, or container. */
    static InterfaceNames ofSystem() {
        return new InterfaceNames(InterfaceNames::askJdk, System::nanoTime);
    }

    /** @return null: not known, or not yet */
    String nameOf(int index) {
        if (index <= 0) {
            return null;
        }
        long nowNs = nanoClock.getAsLong();
        if (nowNs - emptiedNs >= KEEP_NS) {
            names.clear();
            emptiedNs = nowNs;
        }
        String name = names.get(index);
        if (name == null && nowNs - askedNs >= MIN_INTERVAL_NS) {
            askedNs = nowNs;
            name = system.apply(index);
            if (name != null) {
                names.put(index, name);
            }
        }
        return name;
    }

    private static String askJdk(int index) {
        try {
            NetworkInterface found = NetworkInterface.getByIndex(index);
            return found == null ? null : found.getName();
        } catch (SocketException e) {
            // The key "interface" is left out.
            return null;
        }
    }
}
