// SPDX-License-Identifier: Apache-2.0
package com.example.wiring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** The two loopback addresses; where IPv6 is switched off (many containers), IPv4 stands in for it. */
public final class Loopback {
    public static final InetAddress IPV4 = literal("127.0.0.1");
    public static final InetAddress IPV6_IF_PRESENT = ipv6IfPresent();

    private Loopback() {}

    private static InetAddress ipv6IfPresent() {
        InetAddress ipv6 = literal("::1");
        try {
            return NetworkInterface.getByInetAddress(ipv6) == null ? IPV4 : ipv6;
        } catch (IOException noInterfaces) {
            return IPV4;
        }
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
