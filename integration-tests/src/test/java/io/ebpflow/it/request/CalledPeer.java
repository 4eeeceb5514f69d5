// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebpflow.it.AgentJvm;
import io.ebpflow.it.Jdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an application calls over one connection, one call after the other and each of a size of its own: one byte is the answer.
 *
 * <p>Threading: confined to the test; answers in a thread of its own.
 */
final class CalledPeer implements AutoCloseable {
    /** The last exchange of a connection is over 5 s after its end. */
    private static final int LIMIT_SECONDS = 30;

    private static final int MAX_BYTES = 101;

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));

    CalledPeer() throws IOException {
        Thread thread = new Thread(this::answer, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer() {
        try (Socket caller = socket.accept()) {
            byte[] buffer = new byte[MAX_BYTES];
            while (caller.getInputStream().read(buffer) > 0) {
                caller.getOutputStream().write(1);
            }
        } catch (IOException e) {
            return; // the caller has gone
        }
    }

    /** A JVM that finds all libraries of the tests, and nothing of the agent but the agent. */
    static AgentJvm jvm(Jdk jdk, Path directory) {
        String libraries = Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(entry -> !entry.contains("/agent/") && !entry.contains("logback"))
                .filter(entry -> !entry.contains("io/ebpflow/ebpflow-"))
                .collect(Collectors.joining(":"));
        return new AgentJvm(jdk, directory)
                .agent("flows=exchange,slow=60m")
                .option("-cp", libraries, "-Dslf4j.internal.verbosity=ERROR", "-Xmx256m");
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Waits until the agent has shown so many calls, and no more; by their sizes. */
    Map<Object, Map<String, Object>> calls(AgentJvm jvm, int count) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (calls(jvm).size() < count && System.nanoTime() < deadlineNs) {
            Thread.sleep(100);
        }
        assertThat(calls(jvm)).hasSize(count);
        return calls(jvm);
    }

    private Map<Object, Map<String, Object>> calls(AgentJvm jvm) {
        return jvm.events("exchange").stream()
                .filter(event -> event.get("remote_port").equals((long) port()))
                .collect(Collectors.toMap(event -> event.get("request_bytes"), event -> event));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
