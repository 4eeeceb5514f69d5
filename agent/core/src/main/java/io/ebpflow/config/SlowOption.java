// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import io.ebpflow.api.internal.RemotePeer;
import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.flow.SlowThresholds;
import io.ebpflow.net.Address;
import java.util.ArrayList;
import java.util.List;

/**
 * Value of the option {@code slow}: {@code 100ms}, {@code p99}, and thresholds of single peers behind it, {@code
 * 100ms;10.0.3.7:5432=20ms;*:6379=p99}.
 *
 * <p>Threading: immutable.
 */
final class SlowOption extends OptionType {
    private static final String ADAPTIVE = "p99";
    private static final OptionType DURATION = OptionType.durationOrZero("0", "60m");

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
        RemotePeer peer = equals < 0 ? null : remote(text.substring(0, equals));
        if (peer == null || peer.name() != null || peer.isNetwork()) {
            throw new BadValue("'" + text + "' is not ADDRESS:PORT=VALUE");
        }
        Address address = null;
        if (peer.address() != null) {
            address = new Address();
            address.setBytes(peer.address());
        }
        return new SlowThresholds.PeerThreshold(
                address, peer.port(), threshold(text.substring(equals + 1).trim()));
    }

    private static RemotePeer remote(String text) throws BadValue {
        try {
            return RemotePeer.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue(e.getMessage());
        }
    }
}
