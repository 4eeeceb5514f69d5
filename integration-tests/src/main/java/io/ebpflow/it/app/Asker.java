// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a {@link Responder}, and keeps its own account of how long that took:
 *
 * <pre>
 *   connect ID HOST PORT                                answers the local port
 *   ask ID COUNT REQUEST-BYTES ANSWER-BYTES DELAY-MS    so many questions, one after the other
 *   late ... SLEEP-MS                                   the same, sleeping while the answer is there
 *   collect ...                                         the same, collecting garbage while the answer is there
 *   poll HOST PORT COUNT REQUEST-BYTES ANSWER-BYTES DELAY-MS    through a connection of its own that does not block
 *   fill MIB                                            that much stays alive
 *   pool HOST PORT THREADS CONNECTIONS COUNT            {@link Pool}
 *   close ID
 * </pre>
 *
 * Each question is a line of four times of System.nanoTime(): before the write, the answer was found to be there (0: not
 * looked for), before the read, after the read; the milliseconds that garbage collections took; and the time after the write.
 *
 * <p>Threading: confined to main.
 */
public final class Asker {

    /** How often a waiting answer is looked for. */
    private static final long POLL_NS = 50_000;

    private static final int LIVE_OBJECT_BYTES = 128;

    private static final Map<String, Socket> SOCKETS = new HashMap<>();
    private static final List<byte[]> LIVE = new ArrayList<>();

    private Asker() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            switch (words[0]) {
                case "connect":
                    Gate.report(connect(words[1], words[2], number(words[3])));
                    break;
                case "fill":
                    for (int i = 0; i < number(words[1]) * (1 << 20) / LIVE_OBJECT_BYTES; i++) {
                        LIVE.add(new byte[LIVE_OBJECT_BYTES - 16]);
                    }
                    break;
                case "pool":
                    Pool.run(
                            new InetSocketAddress(words[1], number(words[2])),
                            number(words[3]),
                            number(words[4]),
                            number(words[5]));
                    break;
                case "poll":
                    poll(words);
                    break;
                case "close":
                    SOCKETS.remove(words[1]).close();
                    break;
                default:
                    for (int i = 0; i < number(words[2]); i++) {
                        ask(SOCKETS.get(words[1]), words);
                    }
            }
        }
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static int connect(String id, String host, int port) throws IOException {
        Socket socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        SOCKETS.put(id, socket);
        return socket.getLocalPort();
    }

    /** Asks the kernel again and again whether there is an answer, and is told EAGAIN most of the time. */
    private static void poll(String[] words) throws IOException {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(words[1], number(words[2])))) {
            channel.configureBlocking(false);
            ByteBuffer answer = ByteBuffer.allocateDirect(number(words[5]));
            for (int i = 0; i < number(words[3]); i++) {
                ByteBuffer question =
                        ByteBuffer.wrap(Question.of(number(words[4]), number(words[5]), number(words[6])));
                long startNs = System.nanoTime();
                while (question.hasRemaining()) {
                    channel.write(question);
                }
                long readNs = System.nanoTime();
                answer.clear();
                while (answer.hasRemaining()) {
                    channel.read(answer);
                }
                Gate.report(startNs, 0, readNs, System.nanoTime(), 0, readNs);
            }
        }
    }

    private static void ask(Socket socket, String[] words) throws Exception {
        int answerBytes = number(words[4]);
        byte[] question = Question.of(number(words[3]), answerBytes, number(words[5]));
        InputStream in = socket.getInputStream();
        long collectedMs = collectedMs();
        long thereNs = 0;
        long startNs = System.nanoTime();
        socket.getOutputStream().write(question);
        long sentNs = System.nanoTime();
        if (!words[0].equals("ask")) {
            while (in.available() == 0) {
                LockSupport.parkNanos(POLL_NS);
            }
            thereNs = System.nanoTime();
        }
        if (words[0].equals("late")) {
            Thread.sleep(number(words[6]));
        } else if (words[0].equals("collect")) {
            System.gc();
        }
        long readNs = System.nanoTime();
        Question.skip(in, answerBytes);
        Gate.report(startNs, thereNs, readNs, System.nanoTime(), collectedMs() - collectedMs, sentNs);
    }

    private static long collectedMs() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += collector.getCollectionTime();
        }
        return sum;
    }
}
