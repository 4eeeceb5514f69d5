// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import io.ebpflow.net.Address;
import java.util.Locale;

/**
 * The addresses of a network namespace, as the files of a process in it tell everybody: its table of routes and if_inet6.
 * They only spare reading tables of sockets, so an address too many does no harm.
 *
 * <p>Threading: immutable.
 */
final class LocalAddresses {
    private static final long LOOPBACK_NET = 127;

    private final String routes;
    private final String inet6;

    /** @param directory of the process, {@code /proc/PID} */
    LocalAddresses(ProcFiles files, String directory) {
        routes = text(files.read(directory + "/net/fib_trie"));
        inet6 = text(files.read(directory + "/net/if_inet6"));
    }

    private static String text(String content) {
        return content == null ? "" : content;
    }

    boolean mayHave(Address address) {
        return address.isIpv4()
                ? routes.isEmpty() || routes.contains("|-- " + address + "\n")
                : inet6.contains(String.format(Locale.ROOT, "%016x%016x ", address.high(), address.low()));
    }

    /** Never another namespace's. */
    static boolean isLoopback(Address address) {
        return address.isIpv4()
                ? (address.low() >>> 24 & 0xff) == LOOPBACK_NET
                : address.high() == 0 && address.low() == 1;
    }
}
