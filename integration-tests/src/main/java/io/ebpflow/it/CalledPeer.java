// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The peer of a workload that calls it over one connection, one call after the other, each of another size; and what the agent
 * has seen of these calls.
 *
 * <p>Threading: confined to the test; answers in a thread of its own.
 */
public final class CalledPeer implements Closeable {

    private static final int LIMIT_SECONDS = 60;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));

    private volatile Socket caller;

    /** Listens. */
    public CalledPeer() throws IOException {
        Thread thread = new Thread(this::answer, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where. */
    public int port() {
        return listener.getLocalPort();
    }

    /** One byte for each call, which comes in one piece. */
    private void answer() {
        try (Socket socket = listener.accept()) {
            caller = socket;
            byte[] buffer = new byte[8_192];
            while (socket.getInputStream().read(buffer) > 0) {
                socket.getOutputStream().write(1);
            }
        } catch (IOException e) {
            return; // the caller has gone
        }
    }

    /**
     * Hangs up, with a reset: so the last exchange is over, which else were open for some seconds.
     *
     * @return exchanges with this peer by their size, when there are as many as expected
     */
    public Map<Long, Map<String, Object>> calls(AgentJvm jvm, int count) throws IOException, InterruptedException {
        caller.setSoLinger(true, 0);
        caller.close();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (calls(jvm).size() < count && System.nanoTime() < deadlineNs) {
            Thread.sleep(100);
        }
        Map<Long, Map<String, Object>> calls = calls(jvm);
        if (calls.size() != count) {
            throw new AssertionError(count + " calls were made, seen are " + calls);
        }
        return calls;
    }

    private Map<Long, Map<String, Object>> calls(AgentJvm jvm) {
        return jvm.events("exchange").stream()
                .filter(event -> event.get("remote_port").equals((long) port()))
                .collect(Collectors.toMap(event -> (Long) event.get("request_bytes"), event -> event));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
