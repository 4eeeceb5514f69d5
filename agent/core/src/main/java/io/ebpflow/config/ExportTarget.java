// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.config;

import java.util.Objects;

/**
 * Where flows are exported to.
 *
 * <p>Threading: immutable.
 */
public final class ExportTarget {
    private final boolean isBinding;
    private final String host;
    private final int port;

    /**
     * Says where.
     *
     * @param host address without brackets, or a name, which nobody has looked up yet; if we bind, {@code *} for all addresses
     */
    public ExportTarget(boolean isBinding, String host, int port) {
        this.isBinding = isBinding;
        this.host = host;
        this.port = port;
    }

    /** True: collectors connect to us. False: we connect. */
    public boolean isBinding() {
        return isBinding;
    }

    /** Address without brackets, name or {@code *}. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** As ZeroMQ takes it, with this address in place of the host. */
    public String endpoint(String address) {
        return "tcp://" + (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExportTarget && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(isBinding, host, port);
    }

    @Override
    public String toString() {
        return "zmq:" + (isBinding ? "bind:" : "") + endpoint(host);
    }
}
