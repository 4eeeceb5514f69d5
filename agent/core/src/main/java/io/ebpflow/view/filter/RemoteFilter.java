// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.filter;

import io.ebpflow.net.Address;
import java.util.Map;

/**
 * A peer that somebody asks for. A name is compared with that which the application looked up.
 *
 * <p>Threading: immutable.
 */
public final class RemoteFilter {
    private static final int IPV4_BYTES = 4;

    /** An IPv4 address is held as ::ffff:a.b.c.d. */
    private static final int MAPPED_BITS = 96;

    private final String name;
    private final Address address;
    private final long highMask;
    private final long lowMask;
    private final int port;

    /** @param wanted as io.ebpflow.api.internal.RemotePeer writes it */
    public RemoteFilter(Map<?, ?> wanted) {
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

    /**
     * Whether a peer is this one.
     *
     * @param remote unspecified: not known
     * @param remotePort 0: not known
     * @param remoteName null: not known
     */
    public boolean fits(Address remote, int remotePort, String remoteName) {
        if (port != 0 && port != remotePort) {
            return false;
        }
        if (name != null) {
            return name.equalsIgnoreCase(remoteName);
        }
        return address == null
                || !remote.isUnspecified()
                        && address.isIpv4() == remote.isIpv4()
                        && ((address.high() ^ remote.high()) & highMask) == 0
                        && ((address.low() ^ remote.low()) & lowMask) == 0;
    }
}
