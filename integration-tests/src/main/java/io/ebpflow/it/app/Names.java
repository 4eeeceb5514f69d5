// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.FutureTask;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * Connects to hosts by name and looks names up:
 *
 * <pre>
 *   connect PORT platform|virtual HOST,HOST,...   from 23 threads at once, in turn to each host in each {@link Style};
 *                                                 answers host and local port of each
 *   lookup HOST platform|virtual                  in a thread of its own, in a method that the agent may know; answers the
 *                                                 first address or the exception, and how long it took
 *   call HOST PORT platform|virtual               likewise, with a connection that is opened, asked once and closed
 *   requests TABLE COLUMN,COLUMN,...              answers the rows of a table of the agent's MBean, what is empty as null
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class Names {

    public static final int REQUEST_BYTES = 23;
    public static final int RESPONSE_BYTES = 41;

    private Names() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "connect":
                    connectAll(Integer.parseInt(words[1]), words[2].equals("virtual"), words[3].split(","));
                    break;
                case "lookup":
                    run(words[2], () -> lookup(words[1]));
                    break;
                case "call":
                    run(words[3], () -> call(words[1], Integer.parseInt(words[2])));
                    break;
                case "requests":
                    requests(words[1], words[2].split(","));
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
    }

    /** Every thread begins with another host, so that at each moment there are connects under several names. */
    private static void connectAll(int port, boolean isVirtual, String[] hosts) throws Exception {
        Turns.run("connect-", isVirtual, (index, barrier) -> {
            barrier.await();
            for (Style style : Style.values()) {
                for (int i = 0; i < hosts.length; i++) {
                    String host = hosts[(index + i) % hosts.length];
                    Connection connection = style.connect(new InetSocketAddress(host, port), 0);
                    Gate.report(host, connection.local().getPort());
                    connection.close();
                }
            }
            return null;
        });
    }

    private static void run(String kind, Turns.Body body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            body.run();
            return null;
        });
        Turns.newThread("names-worker", kind.equals("virtual"), task).start();
        task.get();
    }

    private static void requests(String table, String[] columns) throws Exception {
        ObjectName name = new ObjectName("io.ebpflow:type=Requests");
        Object rows = ManagementFactory.getPlatformMBeanServer().getAttribute(name, table);
        for (Object row : ((TabularData) rows).values()) {
            Gate.report(((CompositeData) row).getAll(columns));
        }
    }

    static void lookup(String host) {
        long startNs = System.nanoTime();
        String result;
        try {
            result = InetAddress.getByName(host).getHostAddress();
        } catch (IOException | RuntimeException e) {
            result = e.toString();
        }
        Gate.report(result, System.nanoTime() - startNs);
    }

    static void call(String host, int port) throws Exception {
        long startNs = System.nanoTime();
        Connection connection = Style.SOCKET.connect(new InetSocketAddress(host, port), 0);
        connection.send(REQUEST_BYTES, 7);
        connection.receive(RESPONSE_BYTES);
        connection.close();
        Gate.report(connection.local().getPort(), System.nanoTime() - startNs);
    }
}
