// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Does what an application does beside its own connections:
 *
 * <pre>
 *   listen                  at 127.0.0.1, in a thread that reads each connection to its end; answers the port
 *   connect PORT BYTES      to 127.0.0.1, in main: sends, waits for the end, closes; answers the local port
 *   traffic PORT            connects again and again in four threads, until the JVM ends
 *   hooks                   waits until those of the agent are in
 *   run WORD...             a program, to its end; answers its exit code
 *   begin WORD...           a program that is not waited for; answers its pid
 *   uninstall               through the agent's MBean; answers whether that is still registered
 *   exit CODE               System.exit
 * </pre>
 *
 * <p>Threading: main reads the commands.
 */
public final class Errands {

    /** The thread that accepts and reads. */
    public static final String LISTENER_THREAD = "errands-listener-with-a-long-name";

    private static final int LIMIT_SECONDS = 40;
    private static final int TRAFFIC_THREADS = 4;

    /** Some hundred connections a second: their ports are not free again for a while. */
    private static final int TRAFFIC_PAUSE_MS = 5;

    private Errands() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            Gate.report(run(words));
        }
    }

    private static Object run(String[] words) throws Exception {
        switch (words[0]) {
            case "listen":
                return listen();
            case "connect":
                return connect(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "traffic":
                traffic(Integer.parseInt(words[1]));
                return "";
            case "hooks":
                Gate.awaitHooks();
                return "";
            case "run":
                Process process = start(words);
                boolean hasEnded = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly();
                return hasEnded ? process.exitValue() : "does not end";
            case "begin":
                return start(words).pid();
            case "uninstall":
                return AgentBeans.uninstall();
            case "exit":
                System.exit(Integer.parseInt(words[1]));
                return "";
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    private static int listen() throws IOException {
        Listener listener = Style.SOCKET.listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        try (Connection connection = listener.accept()) {
                            connection.receiveToEnd();
                        } catch (IOException e) {
                            Gate.report("listener failed: " + e);
                            return;
                        }
                    }
                },
                LISTENER_THREAD);
        thread.setDaemon(true);
        thread.start();
        return listener.local().getPort();
    }

    private static int connect(int port, int count) throws IOException {
        try (Connection connection = Style.SOCKET.connect(new InetSocketAddress("127.0.0.1", port), 0)) {
            connection.send(count, 1);
            connection.shutdownOutput();
            connection.receiveToEnd();
            return connection.local().getPort();
        }
    }

    private static void traffic(int port) {
        for (int i = 0; i < TRAFFIC_THREADS; i++) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            while (true) {
                                connect(port, 1);
                                Thread.sleep(TRAFFIC_PAUSE_MS);
                            }
                        } catch (IOException | InterruptedException e) {
                            Gate.report("traffic failed: " + e);
                        }
                    },
                    "errands-traffic-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** What the program says is not the application's to say. */
    private static Process start(String[] words) throws IOException {
        return new ProcessBuilder(Arrays.asList(words).subList(1, words.length))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
