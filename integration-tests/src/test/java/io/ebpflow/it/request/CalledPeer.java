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
    private static final int LIMIT_SECONDS = 60;

    private static final int MAX_BYTES = 101;

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));

    private volatile Socket caller;

    CalledPeer() throws IOException {
        Thread thread = new Thread(this::answer, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer() {
        try (Socket accepted = socket.accept()) {
            caller = accepted;
            byte[] buffer = new byte[MAX_BYTES];
            while (accepted.getInputStream().read(buffer) > 0) {
                accepted.getOutputStream().write(1);
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

    /**
     * Hangs up, with a reset: so the last exchange is over, which else were open for some seconds. Waits until the agent has
     * shown so many calls, and no more; by their sizes.
     */
    Map<Object, Map<String, Object>> calls(AgentJvm jvm, int count) throws IOException, InterruptedException {
        caller.setSoLinger(true, 0);
        caller.close();
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
