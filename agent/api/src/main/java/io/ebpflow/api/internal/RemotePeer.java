// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer as people write it: {@code HOST}, {@code HOST:PORT}, {@code ADDRESS/PREFIX}, {@code :PORT}. IPv6 with a port takes
 * brackets, {@code *} is any host. A host that is no address is a name for the agent to compare; nothing is ever resolved.
 *
 * <p>The API, the agent's options and its command line all read peers here.
 *
 * <p>Threading: immutable.
 */
public final class RemotePeer {
    private static final int MAX_PORT = 65_535;
    private static final int IPV4_BYTES = 4;

    private static final Pattern FORM = Pattern.compile(
            "(?:\\[(?<bracketed>[^\\[\\]/]+)\\]|(?<ipv6>[^\\[\\]/]*:[^\\[\\]/]*:[^\\[\\]/]*)|(?<plain>[^:\\[\\]/]*))"
                    + "(?::(?<port>[^:/]*)|/(?<bits>[^:/]*))?");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** No name ends with a number (RFC 3696, 2): what does is a mistyped address, or a range of them. */
    private static final Pattern NAME = Pattern.compile("(?!(.*\\.)?[0-9]+\\.?$)[\\p{L}\\p{N}_.-]+");

    private final String name;
    private final byte[] address;
    private final int prefixBits;
    private final int port;

    private RemotePeer(String name, byte[] address, int prefixBits, int port) {
        this.name = name;
        this.address = address;
        this.prefixBits = prefixBits;
        this.port = port;
    }

    /** @throws IllegalArgumentException with a message for people: the text is none of these */
    public static RemotePeer parse(String text) {
        String trimmed = text.trim();
        Matcher matcher = FORM.matcher(trimmed);
        if (trimmed.isEmpty() || !matcher.matches()) {
            throw notOne(text, "");
        }
        boolean isPlain = matcher.group("plain") != null;
        String host = isPlain ? matcher.group("plain") : matcher.group("bracketed");
        host = host == null ? matcher.group("ipv6") : host;
        boolean isAny = isPlain && (host.isEmpty() || host.equals("*"));
        byte[] address = isAny ? null : address(host);
        boolean isName = !isAny && address == null;
        if (isName && !(isPlain && NAME.matcher(host).matches())) {
            throw notOne(text, ": '" + host + "' is neither an address nor a name");
        }
        return new RemotePeer(
                isName ? host : null,
                address,
                prefixBits(text, matcher.group("bits"), address),
                port(text, matcher.group("port")));
    }

    private static int prefixBits(String text, String given, byte[] address) {
        int maxBits = address == null ? 0 : address.length * Byte.SIZE;
        if (given == null) {
            return maxBits;
        }
        if (address == null) {
            throw notOne(text, ": a prefix needs an address before it");
        }
        int bits = number(given);
        if (bits < 0 || bits > maxBits) {
            throw notOne(text, ": a prefix of this address is a number from 0 to " + maxBits);
        }
        return bits;
    }

    private static int port(String text, String given) {
        int port = given == null ? 0 : number(given);
        if (given != null && (port <= 0 || port > MAX_PORT)) {
            throw notOne(text, ": a port is one number from 1 to " + MAX_PORT);
        }
        return port;
    }

    private static int number(String text) {
        return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
    }

    private static IllegalArgumentException notOne(String text, String why) {
        return new IllegalArgumentException(
                "'" + text + "' is not HOST, HOST:PORT, ADDRESS/PREFIX or :PORT (IPv6 with a port: [::1]:80)" + why);
    }

    /**
     * The bytes of an address, never asking for a name.
     *
     * @param literal IPv4 or IPv6, without brackets
     * @return four or sixteen bytes, of an IPv4-mapped address four; null: this is no address
     */
    public static byte[] address(String literal) {
        if (IPV4.matcher(literal).matches()) {
            return ipv4(literal);
        }
        if (!IPV6.matcher(literal).matches()) {
            return null;
        }
        try {
            // What is in brackets and holds a colon is never looked up.
            return InetAddress.getByName("[" + literal + "]").getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** By hand: what InetAddress does not take for an address, as 256.0.0.1, it looks up. */
    private static byte[] ipv4(String literal) {
        byte[] address = new byte[IPV4_BYTES];
        String[] numbers = literal.split("\\.");
        for (int i = 0; i < IPV4_BYTES; i++) {
            int value = Integer.parseInt(numbers[i]);
            if (value > 0xff) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address;
    }

    /** Null: any, or an address. */
    public String name() {
        return name;
    }

    /** Four or sixteen bytes, null: any, or a name. */
    public byte[] address() {
        return address == null ? null : address.clone();
    }

    /** True: more than one address is meant. */
    public boolean isNetwork() {
        return address != null && prefixBits < address.length * Byte.SIZE;
    }

    /** 1 to 65535, 0: any. */
    public int port() {
        return port;
    }

    /** In types of the JDK: {@code name} or {@code address} with {@code bits}, and {@code port}, each only if it is given. */
    public Map<String, Object> toMap() {
        Map<String, Object> peer = new HashMap<>();
        if (name != null) {
            peer.put("name", name);
        }
        if (address != null) {
            peer.put("address", address());
            peer.put("bits", prefixBits);
        }
        if (port != 0) {
            peer.put("port", port);
        }
        return peer;
    }
}
