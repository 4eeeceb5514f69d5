// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import io.ebpflow.net.Address;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The TCP sockets of a network namespace, as /proc/PID/net/tcp and tcp6 list them for everybody who sees the process:
 *
 * <pre>
 *   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
 *    0: 0200000A:1F90 0100000A:C350 01 00000000:00000000 00:00000000 00000000     0        0 1145 1 ...
 * </pre>
 *
 * <p>Threading: confined to one thread.
 */
final class SocketTable {
    /** TIME_WAIT and NEW_SYN_RECV: nobody's any more, or not yet. */
    private static final String OWNERLESS = "06 0C";

    private static final String MAPPED_PREFIX = "0000000000000000" + native32(0xffff);

    /** Ends of sockets to their inodes; 0: not accepted yet. */
    private final Map<String, Long> inodes = new HashMap<>();

    private boolean isCut;

    private SocketTable() {}

    /** @param directory of the process, {@code /proc/PID} */
    static SocketTable of(ProcFiles files, String directory) {
        SocketTable table = new SocketTable();
        table.take(files.read(directory + "/net/tcp"));
        table.take(files.read(directory + "/net/tcp6"));
        return table;
    }

    private void take(String lines) {
        isCut |= lines != null && lines.length() >= ProcFiles.MAX_BYTES;
        int from = lines == null ? -1 : lines.indexOf('\n') + 1;
        while (from > 0) {
            int to = lines.indexOf('\n', from);
            String[] fields = (to < 0 ? "" : lines.substring(from, to)).trim().split(" +");
            if (fields.length > 9 && !OWNERLESS.contains(fields[3])) {
                inodes.put(bare(fields[1]) + ' ' + bare(fields[2]), Long.parseLong(fields[9]));
            }
            from = to + 1;
        }
    }

    /** Whether there are more than were read. */
    boolean isCut() {
        return isCut;
    }

    /** @return inode of the socket at the other end; 0: it is there, and not accepted yet; -1: it is not there */
    long inodeOf(Peer peer) {
        Long inode = inodes.get(end(peer.remote, peer.remotePort) + ' ' + end(peer.local, peer.localPort));
        return inode == null ? -1 : inode;
    }

    /** IPv4-mapped addresses as IPv4: Java's sockets are of both kinds. */
    private static String bare(String end) {
        return end.startsWith(MAPPED_PREFIX) ? end.substring(MAPPED_PREFIX.length()) : end;
    }

    private static String end(Address address, int port) {
        String low = native32((int) address.low());
        String hex = address.isIpv4()
                ? low
                : native32((int) (address.high() >>> 32))
                        + native32((int) address.high())
                        + native32((int) (address.low() >>> 32))
                        + low;
        return hex + String.format(Locale.ROOT, ":%04X", port);
    }

    /** The kernel prints four bytes in network order as if they were a number of this machine. */
    private static String native32(int networkOrder) {
        boolean isLittle = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return String.format(Locale.ROOT, "%08X", isLittle ? Integer.reverseBytes(networkOrder) : networkOrder);
    }
}
