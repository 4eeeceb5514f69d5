// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer of a filter, taken apart for the agent: {@code name} or {@code address} with {@code bits}, and {@code port}, each only if
 * it is given.
 *
 * <p>Threading: stateless.
 */
final class RemotePeer {
    private static final int MAX_PORT = 65_535;

    /** What InetAddress takes for a literal without asking a name service. */
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern PEER = Pattern.compile(
            "(?:\\[(?<bracketed>[^\\]/]+)\\]|(?<ipv6>[^/\\[\\]]*:[^/\\[\\]]*:[^/\\[\\]]*)|(?<plain>[^:/\\[\\]]*))"
                    + "(?::(?<port>[0-9]{1,5})|/(?<bits>[0-9]{1,3}))?");

    private RemotePeer() {}

    static Map<String, Object> parse(String text) {
        Matcher matcher = PEER.matcher(text.trim());
        if (text.trim().isEmpty() || !matcher.matches()) {
            throw notOne(text);
        }
        boolean isIpv6 = matcher.group("plain") == null;
        String host = matcher.group("bracketed") != null ? matcher.group("bracketed") : matcher.group("ipv6");
        host = isIpv6 ? host : matcher.group("plain");
        boolean isAny = host.isEmpty() || host.equals("*");
        byte[] address = isAny ? null : literal(host);
        if (!isAny && address == null && (isIpv6 || host.matches("[0-9.]+"))) {
            throw notOne(text);
        }
        Map<String, Object> peer = new HashMap<>();
        if (address != null) {
            int bits = matcher.group("bits") == null
                    ? address.length * Byte.SIZE
                    : Integer.parseInt(matcher.group("bits"));
            if (bits > address.length * Byte.SIZE) {
                throw notOne(text);
            }
            peer.put("address", address);
            peer.put("bits", bits);
        } else if (matcher.group("bits") != null) {
            throw notOne(text);
        } else if (!isAny) {
            peer.put("name", host);
        }
        if (matcher.group("port") != null) {
            int port = Integer.parseInt(matcher.group("port"));
            if (port == 0 || port > MAX_PORT) {
                throw notOne(text);
            }
            peer.put("port", port);
        }
        return peer;
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
}
