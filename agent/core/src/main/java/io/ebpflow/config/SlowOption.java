// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.flow.SlowThresholds;
import io.ebpflow.net.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Value of the option {@code slow}: {@code 100ms}, {@code p99}, and thresholds of single peers behind it, {@code
 * 100ms;10.0.3.7:5432=20ms;*:6379=p99}.
 *
 * <p>Threading: immutable.
 */
final class SlowOption extends OptionType {
    private static final String ADAPTIVE = "p99";
    private static final OptionType DURATION = OptionType.durationOrZero("0", "60m");

    /** An address or {@code *}, and perhaps a port. IPv6 addresses are in brackets where a port follows. */
    private static final Pattern PEER = Pattern.compile(
            "(?:\\[([0-9a-fA-F.]*:[0-9a-fA-F:.]*)]|(\\d{1,3}(?:\\.\\d{1,3}){3})|(\\*))(?::(\\d{1,5}))?");

    SlowOption() {
        super("0, a whole number with us, ms, s or m up to 60m, or p99; then ;ADDRESS:PORT=VALUE for single peers,"
                + " * for any address, IPv6 in brackets");
    }

    @Override
    Object parse(String text) throws BadValue {
        String[] parts = text.split(";", -1);
        List<SlowThresholds.PeerThreshold> peers = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            peers.add(peer(parts[i].trim()));
        }
        return new SlowThresholds(threshold(parts[0].trim()), peers);
    }

    private static SlowThreshold threshold(String text) throws BadValue {
        return text.equalsIgnoreCase(ADAPTIVE)
                ? SlowThreshold.adaptive()
                : SlowThreshold.ofNs((Long) DURATION.parse(text));
    }

    private static SlowThresholds.PeerThreshold peer(String text) throws BadValue {
        int equals = text.indexOf('=');
        Matcher matcher =
                PEER.matcher(equals < 0 ? text : text.substring(0, equals).trim());
        if (equals < 0 || !matcher.matches()) {
            throw new BadValue("'" + text + "' is not ADDRESS:PORT=VALUE");
        }
        int port = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        if (matcher.group(4) != null && (port == 0 || port > 65_535)) {
            throw new BadValue("port " + port + " is out of range");
        }
        return new SlowThresholds.PeerThreshold(
                address(matcher), port, threshold(text.substring(equals + 1).trim()));
    }

    /** Null: any. */
    private static Address address(Matcher matcher) throws BadValue {
        if (matcher.group(1) != null) {
            return ipv6(matcher.group(1));
        }
        return matcher.group(2) == null ? null : ipv4(matcher.group(2));
    }

    /** By hand: what InetAddress does not take for a literal, as 256.0.0.1, it asks the name service for. */
    private static Address ipv4(String literal) throws BadValue {
        int bits = 0;
        for (String number : literal.split("\\.")) {
            int value = Integer.parseInt(number);
            if (value > 255) {
                throw new BadValue("'" + literal + "' is not an address");
            }
            bits = bits << 8 | value;
        }
        Address address = new Address();
        address.setIpv4(bits);
        return address;
    }

    /** InetAddress never asks the name service for what is in brackets and holds a colon. */
    private static Address ipv6(String literal) throws BadValue {
        try {
            Address address = new Address();
            address.setBytes(InetAddress.getByName("[" + literal + "]").getAddress());
            return address;
        } catch (UnknownHostException e) {
            throw new BadValue("'" + literal + "' is not an address");
        }
    }
}
