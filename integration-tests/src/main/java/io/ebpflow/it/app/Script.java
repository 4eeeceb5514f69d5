// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does with its sockets what the test says, step by step, each step in the thread that it names:
 *
 * <pre>
 *   THREAD connect ID STYLE HOST PORT LIMIT-MS    THREAD listen ID STYLE HOST
 *   THREAD accept ID LISTENER-ID                  THREAD send ID BYTES
 *   THREAD receive ID BYTES                       THREAD receiveToEnd ID
 *   THREAD shutdown ID                            THREAD linger0 ID
 *   THREAD close ID                               THREAD udp ... ({@link Datagrams})
 *   THREAD hooks (waits for those of the agent)
 * </pre>
 *
 * The answer is {@code ok}, the times before and after, and what there is to say; or {@code failed} and why. With {@code &}
 * in front of THREAD nobody waits for the step; THREAD {@code join} then answers for it. With {@code +} the thread is a
 * new one and ends with the step.
 *
 * <p>Threading: main reads the commands; one executor thread per name.
 */
public final class Script {

    /** A thread of this name is virtual where there are any. */
    private static final String VIRTUAL = "virtual";

    private static final Map<String, ExecutorService> THREADS = new HashMap<>();
    private static final Map<String, Future<String>> BEGUN = new ConcurrentHashMap<>();
    private static final Map<String, Connection> CONNECTIONS = new ConcurrentHashMap<>();
    private static final Map<String, Listener> LISTENERS = new ConcurrentHashMap<>();

    private Script() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            if (words[0].startsWith("+")) {
                Thread shortLived = new Thread(() -> BEGUN.put("+", CompletableFuture.completedFuture(answer(words))));
                shortLived.setName(words[0].substring(1));
                shortLived.start();
                shortLived.join();
                Gate.report(BEGUN.remove("+").get());
                continue;
            }
            boolean isBegin = words[0].startsWith("&");
            String thread = isBegin ? words[0].substring(1) : words[0];
            if (words[1].equals("join")) {
                Gate.report(BEGUN.remove(thread).get());
                continue;
            }
            Future<String> result = executor(thread).submit(() -> answer(words));
            if (isBegin) {
                BEGUN.put(thread, result);
                Gate.report("begun");
            } else {
                Gate.report(result.get());
            }
        }
    }

    private static ExecutorService executor(String name) {
        return THREADS.computeIfAbsent(
                name,
                n -> Executors.newSingleThreadExecutor(body -> {
                    try {
                        return Turns.newThread(
                                n, n.equals(VIRTUAL) && Runtime.version().feature() >= 21, body);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    private static String answer(String[] words) {
        long startNs = System.nanoTime();
        try {
            Object result = words[1].equals("udp") ? Datagrams.run(words) : run(words);
            return "ok\t" + startNs + "\t" + System.nanoTime() + "\t" + result;
        } catch (Exception e) {
            return "failed\t" + startNs + "\t" + System.nanoTime() + "\t" + e;
        }
    }

    private static Object run(String[] words) throws Exception {
        if (words[1].equals("hooks")) {
            Gate.awaitHooks();
            return "";
        }
        String id = words[2];
        switch (words[1]) {
            case "connect":
                Connection connected = Style.valueOf(words[3]).connect(address(words[4], words[5]), number(words[6]));
                CONNECTIONS.put(id, connected);
                return connected.local().getPort();
            case "listen":
                Listener listener = Style.valueOf(words[3]).listen(address(words[4], "0"));
                LISTENERS.put(id, listener);
                return listener.local().getPort();
            case "accept":
                Connection accepted = LISTENERS.get(words[3]).accept();
                CONNECTIONS.put(id, accepted);
                return accepted.remote().getPort();
            default:
                return use(CONNECTIONS.get(id), words);
        }
    }

    private static Object use(Connection connection, String[] words) throws Exception {
        switch (words[1]) {
            case "send":
                connection.send(number(words[3]), 7);
                return words[3];
            case "receive":
                connection.receive(number(words[3]));
                return words[3];
            case "receiveToEnd":
                return connection.receiveToEnd();
            case "shutdown":
                connection.shutdownOutput();
                return "";
            case "linger0":
                connection.resetOnClose();
                return "";
            case "close":
                connection.close();
                return "";
            default:
                throw new IllegalArgumentException(words[1]);
        }
    }

    static InetSocketAddress address(String host, String port) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(host), number(port));
    }

    static int number(String word) {
        return Integer.parseInt(word);
    }
}
