// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import io.ebpflow.it.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code ss} says of TCP connections: it asks the kernel by netlink, without any BPF.
 *
 * <p>Threading: immutable.
 */
final class SocketStatistics {

    private final List<Row> rows = new ArrayList<>();

    private SocketStatistics(String text) {
        for (String line : text.split("\n")) {
            if (!line.isBlank()) {
                rows.add(new Row(line));
            }
        }
    }

    /** Of the network that this prefix leads to; without one of the test's. */
    static SocketStatistics of(String... prefix) throws Exception {
        List<String> command = new ArrayList<>(List.of(prefix));
        // Without header, numeric, one line each, TCP internals, cookie.
        command.addAll(List.of("ss", "-HntieO", "state", "established"));
        return new SocketStatistics(Command.run(command.toArray(new String[0])));
    }

    /** The connections whose remote port is this. */
    List<Row> allToPort(int port) {
        return rows.stream().filter(row -> row.remotePort == port).collect(Collectors.toList());
    }

    /** The only connection whose remote port is this. */
    Row toPort(int port) {
        return onlyOne(allToPort(port));
    }

    /** The only connection whose local port is this. */
    Row fromPort(int port) {
        return onlyOne(rows.stream().filter(row -> row.localPort == port).collect(Collectors.toList()));
    }

    private static Row onlyOne(List<Row> found) {
        if (found.size() != 1) {
            throw new AssertionError("not one connection: " + found);
        }
        return found.get(0);
    }

    /**
     * A connection.
     *
     * <p>Threading: immutable.
     */
    static final class Row {
        final int localPort;
        final int remotePort;
        private final String line;

        private Row(String line) {
            this.line = line;
            // Queues, then the two addresses: there is no column for the state that was asked for.
            String[] words = line.trim().split("\\s+");
            localPort = portOf(words[2]);
            remotePort = portOf(words[3]);
        }

        private static int portOf(String address) {
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        }

        /** The socket cookie. */
        String flowId() {
            return find("sk:([0-9a-f]+)", "");
        }

        /** A counter, 0 if it is not shown; {@code retrans:0/5} is 5. */
        long number(String name) {
            return Long.parseLong(find(" " + name + ":(?:\\d+/)?(\\d+)", "0"));
        }

        private String find(String regex, String otherwise) {
            Matcher matcher = Pattern.compile(regex).matcher(line);
            return matcher.find() ? matcher.group(1) : otherwise;
        }

        @Override
        public String toString() {
            return line;
        }
    }
}
