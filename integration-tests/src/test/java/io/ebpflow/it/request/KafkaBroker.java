// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.request;

import io.ebpflow.it.Jdk;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real broker of Kafka, its own controller, in a JVM of its own without the agent.
 *
 * <p>Threading: confined to the test.
 */
final class KafkaBroker implements Closeable {
    private static final int LIMIT_SECONDS = 60;
    private static final int POLL_MS = 20;

    private final int port = freePort();
    private final Process process;

    /** @param directory for its files */
    KafkaBroker(Path directory) throws IOException, InterruptedException {
        int controllerPort = freePort();
        Path properties = Files.write(
                directory.resolve("server.properties"),
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                        "controller.listener.names=CONTROLLER",
                        "log.dirs=" + directory.resolve("log")));
        Process format =
                java("kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", properties.toString());
        if (!format.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            format.destroyForcibly();
            throw new IOException("no storage for the broker");
        }
        process = java("kafka.Kafka", properties.toString());
        awaitPort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static Process java(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Jdk.all().get(0).program("java").toString(), "-Xmx256m", "-cp"));
        command.add(Server.classPath("kafka-3.9"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitPort() throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                    close();
                    throw new IOException("the broker does not start", e);
                }
                Thread.sleep(POLL_MS);
            }
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
