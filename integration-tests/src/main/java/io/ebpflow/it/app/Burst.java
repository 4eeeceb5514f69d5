// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * As many connections as fast as possible, opened, accepted and closed in this JVM.
 *
 * <p>Threading: {@link #run} from main.
 */
final class Burst {

    private static final int ACCEPTORS = 2;
    private static final int BACKLOG = 1_024;
    private static final int LIMIT_SECONDS = 50;

    private Burst() {}

    /** Reports how many connections were made and how many were accepted. */
    static void run(int threads, int perThread) throws Exception {
        int total = threads * perThread;
        long accepted = 0;
        long connected = 0;
        try (ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"))) {
            List<FutureTask<Integer>> acceptors = new ArrayList<>();
            List<FutureTask<Integer>> connectors = new ArrayList<>();
            for (int i = 0; i < ACCEPTORS; i++) {
                acceptors.add(start("burst-acceptor-" + i, () -> accept(listener, total / ACCEPTORS)));
            }
            for (int i = 0; i < threads; i++) {
                connectors.add(start("burst-connector-" + i, () -> connect(listener.getLocalPort(), perThread)));
            }
            for (FutureTask<Integer> connector : connectors) {
                connected += connector.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            for (FutureTask<Integer> acceptor : acceptors) {
                accepted += acceptor.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        }
        Gate.report(connected, accepted);
    }

    private static FutureTask<Integer> start(String name, Callable<Integer> work) {
        FutureTask<Integer> task = new FutureTask<>(work);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static int accept(ServerSocket listener, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            listener.accept().close();
        }
        return count;
    }

    private static int connect(int port, int count) throws IOException {
        InetSocketAddress remote = new InetSocketAddress("127.0.0.1", port);
        for (int i = 0; i < count; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(remote);
                socket.getInputStream().read(); // its end: the server closes first
            }
        }
        return count;
    }
}
