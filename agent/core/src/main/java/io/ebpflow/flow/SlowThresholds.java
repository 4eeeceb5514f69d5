// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.exchange.SlowThreshold;
import io.ebpflow.net.Address;
import java.util.Arrays;
import java.util.List;

/**
 * Which threshold is that of which peer: the first own one that fits, else the general one.
 *
 * <p>Threading: immutable.
 */
public final class SlowThresholds {
    private final SlowThreshold general;
    private final PeerThreshold[] peers;

    /** @param peers in the order in which they are looked at */
    public SlowThresholds(SlowThreshold general, List<PeerThreshold> peers) {
        this.general = general;
        this.peers = peers.toArray(new PeerThreshold[0]);
    }

    SlowThreshold of(Flow flow) {
        for (PeerThreshold peer : peers) {
            if (peer.fits(flow)) {
                return peer.threshold;
            }
        }
        return general;
    }

    /** Of what has no peer. */
    SlowThreshold general() {
        return general;
    }

    /** What no call is slow below, whatever its peer. */
    public long leastNs() {
        long us = general.leastUs();
        for (PeerThreshold peer : peers) {
            us = Math.min(us, peer.threshold.leastUs());
        }
        return us * 1_000;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlowThresholds
                && ((SlowThresholds) other).general.equals(general)
                && Arrays.equals(((SlowThresholds) other).peers, peers);
    }

    @Override
    public int hashCode() {
        return 31 * general.hashCode() + Arrays.hashCode(peers);
    }

    /**
     * The threshold of some peers.
     *
     * <p>Threading: immutable.
     */
    public static final class PeerThreshold {
        private final Address address;
        private final int port;
        private final SlowThreshold threshold;

        /**
         * @param address null: any
         * @param port 0: any
         */
        public PeerThreshold(Address address, int port, SlowThreshold threshold) {
            this.address = address;
            this.port = port;
            this.threshold = threshold;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PeerThreshold
                    && ((PeerThreshold) other).port == port
                    && ((PeerThreshold) other).threshold.equals(threshold)
                    && (address == null
                            ? ((PeerThreshold) other).address == null
                            : ((PeerThreshold) other).address != null
                                    && address.sameAs(((PeerThreshold) other).address));
        }

        @Override
        public int hashCode() {
            return port * 31 + threshold.hashCode();
        }

        private boolean fits(Flow flow) {
            return (port == 0 || port == flow.remotePort) && (address == null || address.sameAs(flow.remote));
        }
    }
}
