// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/**
 * One connection to a peer that whoever works in this JVM shares; the size of a call tells who made it.
 *
 * <p>Threading: thread-safe once connected.
 */
final class Calls {
    private static Socket peer;

    private Calls() {}

    static synchronized void connect(int port) throws IOException {
        peer = new Socket("127.0.0.1", port);
        peer.setTcpNoDelay(true);
    }

    /** Sends so many bytes and waits for the answer. */
    static synchronized void call(int count) {
        try {
            peer.getOutputStream().write(new byte[count]);
            if (peer.getInputStream().readNBytes(1).length != 1) {
                throw new IOException("the peer has gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
