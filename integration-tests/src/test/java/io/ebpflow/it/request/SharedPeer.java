// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.AgentJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Answers the calls of {@link io.ebpflow.it.server.Peer}: one byte when a 1 comes.
 *
 * <p>Threading: a thread for each connection.
 */
final class SharedPeer implements AutoCloseable {

    private static final int BUFFER_BYTES = 8_192;
    private static final int LIMIT_SECONDS = 60;

    private final ServerSocket server;

    SharedPeer() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                start(() -> answer(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private static void answer(Socket socket) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (socket) {
            for (int count = 0; count >= 0; count = socket.getInputStream().read(buffer)) {
                if (count > 0 && buffer[count - 1] == 1) {
                    socket.getOutputStream().write(1);
                }
            }
        } catch (IOException e) {
            return; // the caller has gone
        }
    }

    /** The requests that the agent has named for the calls, when there are as many as expected, by the calls' sizes. */
    Map<Object, Object> names(AgentJvm jvm, int count) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (names(jvm).size() < count && System.nanoTime() < deadlineNs) {
            Thread.sleep(50);
        }
        return names(jvm);
    }

    private Map<Object, Object> names(AgentJvm jvm) {
        return jvm.events("exchange").stream()
                .filter(event -> event.get("remote_port").equals((long) port()))
                .collect(Collectors.toMap(
                        event -> event.get("request_bytes"), event -> String.valueOf(event.get("context"))));
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
