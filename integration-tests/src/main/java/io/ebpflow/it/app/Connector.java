// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.net.InetSocketAddress;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connects from many threads: {@code STYLE HOST PORT THREAD-PREFIX platform|virtual} per line. The connects take turns,
 * because the test compares how long they took; what follows does not.
 *
 * <p>Threading: main reads the commands.
 */
public final class Connector {

    private Connector() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            Style style = Style.valueOf(words[0]);
            InetSocketAddress remote = new InetSocketAddress(words[1], Integer.parseInt(words[2]));
            ReentrantLock turn = new ReentrantLock();
            Turns.run(words[3], words[4].equals("virtual"), (index, barrier) -> {
                barrier.await();
                Connection connection;
                turn.lock();
                try {
                    connection = connect(style, remote);
                } finally {
                    turn.unlock();
                }
                barrier.await();
                connection.send(Sizes.fromConnector(index), index);
                connection.receive(Sizes.fromAcceptor(index));
                connection.close();
                return null;
            });
        }
    }

    private static Connection connect(Style style, InetSocketAddress remote) throws Exception {
        Connection connection = style.connect(remote, 0);
        Turns.report(connection.local().getPort(), connection.connectStartNs(), connection.connectEndNs());
        return connection;
    }
}
