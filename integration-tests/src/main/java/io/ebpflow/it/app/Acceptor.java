// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Accepts in many threads: {@code STYLE HOST THREAD-PREFIX platform|virtual} per line. It listens and says where; told
 * how many milliseconds, it lets the connections wait for so long, accepts one in each thread, and serves them all.
 *
 * <p>Threading: main reads the commands.
 */
public final class Acceptor {

    private Acceptor() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            Style style = Style.valueOf(words[0]);
            try (Listener listener = style.listen(new InetSocketAddress(InetAddress.getByName(words[1]), 0))) {
                Gate.report(listener.local().getPort());
                TimeUnit.MILLISECONDS.sleep(Long.parseLong(Gate.pause("listening")));
                serve(listener, words[2], words[3].equals("virtual"));
            }
        }
    }

    private static void serve(Listener listener, String threadPrefix, boolean isVirtual) throws Exception {
        ReentrantLock turn = new ReentrantLock();
        Turns.run(threadPrefix, isVirtual, (index, barrier) -> {
            barrier.await();
            Connection connection;
            turn.lock();
            try {
                connection = accept(listener);
            } finally {
                turn.unlock();
            }
            int peer = connection.receive(1);
            connection.receive(Sizes.fromConnector(peer) - 1);
            connection.send(Sizes.fromAcceptor(peer), 0);
            connection.receiveToEnd();
            connection.close();
            return null;
        });
    }

    private static Connection accept(Listener listener) throws Exception {
        long startNs = System.nanoTime();
        Connection connection = listener.accept();
        long endNs = System.nanoTime();
        Turns.report(connection.remote().getPort(), startNs, endNs);
        return connection;
    }
}
