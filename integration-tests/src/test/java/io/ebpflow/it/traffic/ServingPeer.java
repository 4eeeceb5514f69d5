// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.traffic;

import io.ebpflow.it.app.Connection;
import io.ebpflow.it.app.Listener;
import io.ebpflow.it.app.Sizes;
import io.ebpflow.it.app.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The other side of a workload that connects: it runs in the JVM of the test, so its flows must never be seen, and it
 * counts for itself what arrived.
 *
 * <p>Threading: one thread per connection; the methods are the test's.
 */
final class ServingPeer implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;

    private final Listener listener;
    private final List<FutureTask<Integer>> served = new ArrayList<>();

    /** Serves as many connections as the tests make. */
    ServingPeer(String host) throws IOException {
        listener = Style.SOCKET.listen(new InetSocketAddress(InetAddress.getByName(host), 0));
        FutureTask<Void> accepting = new FutureTask<>(() -> {
            for (int i = 0; i < Sizes.CONNECTIONS; i++) {
                Connection connection = listener.accept();
                FutureTask<Integer> task = new FutureTask<>(() -> serve(connection));
                synchronized (served) {
                    served.add(task);
                    served.notifyAll();
                }
                start(task);
            }
            return null;
        });
        start(accepting);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** The first byte says which connection it is. */
    private static int serve(Connection connection) throws IOException {
        try (connection) {
            int index = connection.receive(1);
            connection.receive(Sizes.fromConnector(index) - 1);
            connection.send(Sizes.fromAcceptor(index), index);
            if (connection.receiveToEnd() != 0) {
                throw new IllegalStateException("more than it should send");
            }
            return index;
        }
    }

    int port() {
        return listener.local().getPort();
    }

    /** Waits until every connection has got and sent what it should; fails if one has not. */
    void awaitServed() throws Exception {
        List<FutureTask<Integer>> all;
        synchronized (served) {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (served.size() < Sizes.CONNECTIONS && System.nanoTime() < deadlineNs) {
                served.wait(1_000);
            }
            all = List.copyOf(served);
        }
        if (all.size() != Sizes.CONNECTIONS) {
            throw new AssertionError("only " + all.size() + " connections came");
        }
        for (FutureTask<Integer> task : all) {
            task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
