// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Java's ways to have a TCP connection.
 *
 * <p>Threading: immutable.
 */
public enum Style {
    /** java.net.Socket and ServerSocket. */
    SOCKET {
        @Override
        public Connection connect(InetSocketAddress remote, int limitMs) throws IOException {
            return StreamConnection.connect(remote, limitMs);
        }

        @Override
        public Listener listen(InetSocketAddress address) throws IOException {
            return Listener.ofSocket(address);
        }
    },
    /** Blocking channels. */
    CHANNEL {
        @Override
        public Connection connect(InetSocketAddress remote, int limitMs) throws IOException {
            return ChannelConnection.connect(remote, false, limitMs);
        }

        @Override
        public Listener listen(InetSocketAddress address) throws IOException {
            return Listener.ofChannel(address);
        }
    },
    /** Channels that do not block, with a selector. */
    SELECTOR {
        @Override
        public Connection connect(InetSocketAddress remote, int limitMs) throws IOException {
            return ChannelConnection.connect(remote, true, limitMs);
        }

        @Override
        public Listener listen(InetSocketAddress address) throws IOException {
            return Listener.ofSelector(address);
        }
    },
    /** Asynchronous channels. */
    ASYNC {
        @Override
        public Connection connect(InetSocketAddress remote, int limitMs) throws IOException {
            return AsyncConnection.connect(remote);
        }

        @Override
        public Listener listen(InetSocketAddress address) throws IOException {
            return Listener.ofAsync(address);
        }
    };

    /**
     * Connects.
     *
     * @param limitMs for {@link #SOCKET} and {@link #SELECTOR}, 0: as long as the kernel tries
     */
    public abstract Connection connect(InetSocketAddress remote, int limitMs) throws IOException;

    /** Listens. */
    public abstract Listener listen(InetSocketAddress address) throws IOException;
}
