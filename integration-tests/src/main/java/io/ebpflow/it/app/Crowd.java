// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;

/**
 * Threads that keep connections to an echo server open, two each, every second thread a virtual one where there are any:
 *
 * <pre>
 *   open PORT     all of them connect; answers "thread local-port" for each connection
 *   talk BYTES    each sends on both of its connections and reads the echo
 *   beans         how many MBeans of the agent there are
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class Crowd {

    /** Of threads; connections are twice as many. */
    public static final int COUNT = 50;

    private static final int LIMIT_SECONDS = 40;

    private final Semaphore[] turns = new Semaphore[COUNT];
    private volatile CountDownLatch done;
    private volatile int bytes;

    private Crowd() {}

    public static void main(String[] args) throws Exception {
        Crowd crowd = new Crowd();
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "open":
                    crowd.open(Integer.parseInt(words[1]));
                    break;
                case "talk":
                    crowd.talk(Integer.parseInt(words[1]));
                    break;
                case "beans":
                    ObjectName all = new ObjectName("io.ebpflow:*");
                    Gate.report(ManagementFactory.getPlatformMBeanServer()
                            .queryNames(all, null)
                            .size());
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
    }

    private void open(int port) throws Exception {
        done = new CountDownLatch(COUNT);
        for (int i = 0; i < COUNT; i++) {
            Semaphore turn = new Semaphore(0);
            turns[i] = turn;
            String name = "crowd-" + i;
            start(name, i % 2 == 1, () -> keep(name, port, turn));
        }
        await();
    }

    private void talk(int newBytes) throws InterruptedException {
        bytes = newBytes;
        done = new CountDownLatch(COUNT);
        for (Semaphore turn : turns) {
            turn.release();
        }
        await();
    }

    private void await() throws InterruptedException {
        if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(done.getCount() + " threads have not done it");
        }
    }

    private void keep(String name, int port, Semaphore turn) {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                Connection connection = Style.SOCKET.connect(new InetSocketAddress("127.0.0.1", port), 0);
                connections.add(connection);
                Gate.report(name + " " + connection.local().getPort());
            }
            while (true) {
                done.countDown();
                turn.acquire();
                for (Connection connection : connections) {
                    connection.send(bytes, 1);
                    connection.receive(bytes);
                }
            }
        } catch (IOException | InterruptedException e) {
            Gate.report(name + " failed: " + e);
        }
    }

    /** By reflection: this is compiled for releases without virtual threads. */
    private static void start(String name, boolean isVirtual, Runnable body) throws ReflectiveOperationException {
        if (isVirtual && Runtime.version().feature() >= 21) {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            type.getMethod("name", String.class).invoke(builder, name);
            type.getMethod("start", Runnable.class).invoke(builder, body);
            return;
        }
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
