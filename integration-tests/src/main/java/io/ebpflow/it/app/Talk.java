// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Talks to itself or to another one of its kind:
 *
 * <pre>
 *   serve HOST                      answers its port: one thread, {@value #SERVER}, returns what it is sent
 *   talk HOST PORT PREFIX COUNT     so many connections, each from a thread of its own, one after the other
 *   burst THREADS COUNT             so many connections in each of so many threads, to a server of this JVM
 *   hold COUNT                      so many connections to itself whose clients have shut their output
 *   release                         closes them
 *   live                            answers how many TCP flows the agent lists, -1: it does not say
 *   lost EVENT                      answers how many of them the agent has counted as lost, -1: it does not say
 *   child PORT                      a process that connects to 127.0.0.1 and stays; answers its pid
 * </pre>
 *
 * With {@code once} as its argument it talks {@value #ONCE} times to itself and leaves.
 *
 * <p>Threading: main reads the commands.
 */
public final class Talk {

    /** The thread that serves. */
    public static final String SERVER = "talk-server-with-a-long-name";

    /** Connections of {@code once}. */
    public static final int ONCE = 3;

    private static final int SMALLEST_BYTES = 101;

    private Talk() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            Gate.awaitHooks();
            int port = serve("127.0.0.1");
            for (int i = 0; i < ONCE; i++) {
                talk(new InetSocketAddress("127.0.0.1", port), i, false);
            }
            System.out.print("talked " + ONCE);
            return;
        }
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "serve":
                    Gate.report(serve(words[1]));
                    break;
                case "talk":
                    talk(words);
                    break;
                case "burst":
                    Burst.run(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                    break;
                case "hold":
                    HalfClosed.open(Integer.parseInt(words[1]));
                    break;
                case "release":
                    HalfClosed.close();
                    break;
                case "live":
                    Gate.report(AgentBeans.liveTcpCount());
                    break;
                case "lost":
                    Gate.report(AgentBeans.lostRecords(words[1]));
                    break;
                case "child":
                    Gate.report(child(words[1]));
                    break;
                default:
                    throw new IllegalArgumentException(command);
            }
        }
    }

    private static int serve(String host) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName(host));
        Thread server = new Thread(() -> answer(listener), SERVER);
        server.setDaemon(true);
        server.start();
        return listener.getLocalPort();
    }

    private static void answer(ServerSocket listener) {
        while (true) {
            try (Socket socket = listener.accept()) {
                byte[] request = socket.getInputStream().readAllBytes();
                socket.getOutputStream().write(request);
            } catch (IOException e) {
                Gate.report("server failed: " + e);
                return;
            }
        }
    }

    private static void talk(String[] words) throws InterruptedException {
        InetSocketAddress remote = new InetSocketAddress(words[1], Integer.parseInt(words[2]));
        for (int i = 0; i < Integer.parseInt(words[4]); i++) {
            int index = i;
            Thread thread = new Thread(() -> talk(remote, index, true), words[3] + i);
            thread.start();
            thread.join();
        }
    }

    /** Sends {@link #bytes}, reads them back. */
    private static void talk(InetSocketAddress remote, int index, boolean isReported) {
        try (Socket socket = new Socket()) {
            long startNs = System.nanoTime();
            socket.connect(remote);
            if (isReported) {
                Turns.report(socket.getLocalPort(), startNs, System.nanoTime());
            }
            OutputStream out = socket.getOutputStream();
            out.write(new byte[bytes(index)]);
            socket.shutdownOutput();
            if (socket.getInputStream().readAllBytes().length != bytes(index)) {
                throw new IOException("the answer is not what was sent");
            }
        } catch (IOException e) {
            Gate.report("talk failed: " + e);
        }
    }

    /** What a connection carries in each direction. */
    public static int bytes(int index) {
        return SMALLEST_BYTES + index;
    }

    private static long child(String port) throws IOException {
        String script = "exec 3<>/dev/tcp/127.0.0.1/" + port + "; echo connected >&3; exec sleep 60";
        return new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .pid();
    }
}
