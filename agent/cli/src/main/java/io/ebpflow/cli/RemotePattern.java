// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer: {@code HOST}, {@code HOST:PORT}, {@code ADDRESS/PREFIX}, {@code :PORT}. IPv6 with a port takes brackets. A host
 * that is no address is compared with the name that the application has looked up; nothing is resolved here.
 *
 * <p>Threading: immutable.
 */
final class RemotePattern {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    /** What InetAddress takes for a literal without asking a name service. */
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern WHOLE = Pattern.compile(
            "(?:\\[(?<bracketed>[^\\]]+)\\]|(?<plain>[^:/]+)|(?<ipv6>[^/\\[\\]]*:[^/\\[\\]]*:[^/\\[\\]]*)|)"
                    + "(?::(?<port>[0-9]+)|/(?<prefix>[0-9]+))?");

    private final String name;
    private final byte[] address;
    private final int prefixBits;
    private final int port;

    private RemotePattern(String name, byte[] address, int prefixBits, int port) {
        this.name = name;
        this.address = address;
        this.prefixBits = prefixBits;
        this.port = port;
    }

    /** @throws IllegalArgumentException with a message for people */
    static RemotePattern of(String text) {
        Matcher matcher = WHOLE.matcher(text.trim());
        if (!matcher.matches() || text.trim().isEmpty()) {
            throw notOne(text);
        }
        String host = matcher.group("bracketed");
        host = host != null ? host : matcher.group("ipv6") != null ? matcher.group("ipv6") : matcher.group("plain");
        byte[] address = host == null || host.equals("*") ? null : literal(host);
        String prefix = matcher.group("prefix");
        int bits = address == null ? 0 : address.length * Byte.SIZE;
        if (prefix != null && (address == null || !isUpTo(prefix, bits))) {
            throw notOne(text);
        }
        String port = matcher.group("port");
        if (port != null && (!isUpTo(port, 65_535) || Integer.parseInt(port) == 0)) {
            throw notOne(text);
        }
        boolean isName = host != null && !host.equals("*") && address == null;
        if (isName && (matcher.group("plain") == null || host.matches("[0-9.]+"))) {
            throw notOne(text);
        }
        return new RemotePattern(
                isName ? host : null,
                address,
                prefix == null ? bits : Integer.parseInt(prefix),
                port == null ? 0 : Integer.parseInt(port));
    }

    private static boolean isUpTo(String number, int max) {
        return NUMBER.matcher(number).matches() && Integer.parseInt(number) <= max;
    }

    private static IllegalArgumentException notOne(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not HOST, HOST:PORT, ADDRESS/PREFIX or :PORT (IPv6 with a port: [::1]:80)");
    }

    /** Null: not an address. */
    private static byte[] literal(String host) {
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host).getAddress(); // of an IPv4-mapped one, that of IPv4
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * Whether a peer is this one.
     *
     * @param remoteAddress as JSON has it, null: not known
     * @param remoteName as the application looked it up, null: not known
     */
    boolean fits(String remoteAddress, int remotePort, String remoteName) {
        if (port != 0 && port != remotePort) {
            return false;
        }
        if (name != null) {
            return name.equalsIgnoreCase(remoteName);
        }
        if (address == null) {
            return true;
        }
        byte[] other = remoteAddress == null ? null : literal(remoteAddress);
        return other != null && other.length == address.length && hasPrefix(other);
    }

    private boolean hasPrefix(byte[] other) {
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((address[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
