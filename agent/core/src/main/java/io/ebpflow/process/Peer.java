// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.process;

import io.ebpflow.net.Address;

/**
 * The other end of a TCP connection of ours, and its container once that is found.
 *
 * <p>Threading: {@link #container} by any thread, the rest by the thread that looks for it.
 */
public final class Peer {
    /** {@link #beganUs}: the connection is older than the agent. */
    public static final long UNKNOWN = -1;

    final Address local = new Address();
    final Address remote = new Address();
    final int localPort;
    final int remotePort;

    /** Wall clock. */
    final long beganUs;

    private volatile ContainerFacts container = ContainerFacts.NONE;

    /**
     * @param local our end
     * @param beganUs when the connection was made, microseconds since the epoch; {@link #UNKNOWN}
     */
    public Peer(Address local, int localPort, Address remote, int remotePort, long beganUs) {
        this.local.set(local);
        this.localPort = localPort;
        this.remote.set(remote);
        this.remotePort = remotePort;
        this.beganUs = beganUs;
    }

    /** {@link ContainerFacts#NONE}: in none, or not known, or not yet. */
    public ContainerFacts container() {
        return container;
    }

    boolean isFound() {
        return container != ContainerFacts.NONE;
    }

    void found(ContainerFacts facts) {
        container = facts;
    }
}
