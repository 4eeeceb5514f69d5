// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.CalledPeer;
import io.ebpflow.it.Jdk;
import io.ebpflow.it.protocol.DelayingHttp2Server;
import io.ebpflow.it.protocol.Http1Server;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the applications of one JVM call: a new one each time that a port is asked for.
 *
 * <p>Threading: confined to the test.
 */
final class FaultyPeers implements AutoCloseable {

    private final Jdk jdk;
    private final Path directory;
    private final Deque<Closeable> open = new ArrayDeque<>();

    /** @param directory for files */
    FaultyPeers(Jdk jdk, Path directory) {
        this.jdk = jdk;
        this.directory = directory;
    }

    private <T extends Closeable> T opened(T peer) {
        open.push(peer);
        return peer;
    }

    int called() throws Exception {
        return opened(new CalledPeer()).port();
    }

    int echo() throws Exception {
        ServerSocket socket = opened(new ServerSocket(0, 101, InetAddress.getByName("127.0.0.1")));
        Echo.serve(socket);
        return socket.getLocalPort();
    }

    int plain() throws Exception {
        return opened(HttpPeer.plain()).port();
    }

    int encrypted() throws Exception {
        return opened(HttpPeer.encrypted(jdk, Files.createTempDirectory(directory, "keys")))
                .port();
    }

    int http1() throws Exception {
        return opened(new Http1Server()).port();
    }

    int http2() {
        return opened(new DelayingHttp2Server()).port();
    }

    int kafka() throws Exception {
        return opened(new KafkaBroker(Files.createDirectory(directory.resolve("broker"))))
                .port();
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
