// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.subscribe;

import io.ebpflow.flow.FlowEvent;
import io.ebpflow.net.Address;
import java.util.Map;

/**
 * A peer that a subscription asks for: {@code name}, or {@code address} with {@code bits}; and {@code port}.
 *
 * <p>Threading: immutable.
 */
final class RemoteFilter {
    private static final int IPV4_BYTES = 4;

    /** An IPv4 address is held as ::ffff:a.b.c.d. */
    private static final int MAPPED_BITS = 96;

    private final String name;
    private final Address address;
    private final long highMask;
    private final long lowMask;
    private final int port;

    RemoteFilter(Map<?, ?> wanted) {
        name = (String) wanted.get("name");
        Integer wantedPort = (Integer) wanted.get("port");
        port = wantedPort == null ? 0 : wantedPort;
        byte[] bytes = (byte[]) wanted.get("address");
        if (bytes == null) {
            address = null;
            highMask = lowMask = 0;
            return;
        }
        address = new Address();
        address.setBytes(bytes);
        int bits = (Integer) wanted.get("bits") + (bytes.length == IPV4_BYTES ? MAPPED_BITS : 0);
        highMask = mask(Math.min(bits, Long.SIZE));
        lowMask = mask(Math.max(bits - Long.SIZE, 0));
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << Long.SIZE - bits;
    }

    boolean fits(FlowEvent event) {
        if (port != 0 && port != event.remotePort) {
            return false;
        }
        if (name != null) {
            return name.equalsIgnoreCase(event.remoteName);
        }
        return address == null
                || !event.remote.isUnspecified()
                        && ((address.high() ^ event.remote.high()) & highMask) == 0
                        && ((address.low() ^ event.remote.low()) & lowMask) == 0;
    }
}
