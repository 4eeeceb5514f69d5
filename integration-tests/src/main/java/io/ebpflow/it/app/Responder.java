// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * Answers each {@link Question}, and keeps its own account of when:
 *
 * <pre>
 *   serve HOST WORKERS ACCEPT-MS   answers its port; a worker stays with a connection to its end, 0: as many as needed;
 *                                  before each accept() it sleeps so long
 *   served                         a line per question since the last time, ordered by the end of the answer
 * </pre>
 *
 * A line is the peer's port, then times of System.nanoTime(): accept() returned, first byte read, last byte read, answer
 * begun, answer sent.
 *
 * <p>Threading: main reads the commands; an acceptor and the workers have threads of their own.
 */
public final class Responder {

    /** What the acceptor is called. */
    public static final String ACCEPTOR = "acceptor-of-the-order-service";

    /** What a worker is called, before its number. */
    public static final String WORKER = "worker-of-the-order-service-";

    private static final int BACKLOG = 128;

    private final List<String> served = new ArrayList<>();

    private Responder() {}

    public static void main(String[] args) throws Exception {
        Responder responder = new Responder();
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            if (words[0].equals("serve")) {
                Gate.report(responder.serve(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3])));
            } else if (words[0].equals("served")) {
                responder.report();
            } else {
                throw new IllegalArgumentException(command);
            }
        }
    }

    private int serve(String host, int workerCount, int acceptMs) throws IOException {
        ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getByName(host));
        int[] number = {0};
        ThreadFactory factory = body -> daemon(body, WORKER + number[0]++);
        ExecutorService workers = workerCount == 0
                ? Executors.newCachedThreadPool(factory)
                : Executors.newFixedThreadPool(workerCount, factory);
        daemon(() -> accept(listener, workers, acceptMs), ACCEPTOR).start();
        return listener.getLocalPort();
    }

    private static Thread daemon(Runnable body, String name) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept(ServerSocket listener, ExecutorService workers, int acceptMs) {
        try {
            while (true) {
                Thread.sleep(acceptMs);
                Socket socket = listener.accept();
                long acceptedNs = System.nanoTime();
                socket.setTcpNoDelay(true);
                workers.execute(() -> work(socket, acceptedNs));
            }
        } catch (IOException | InterruptedException e) {
            Gate.report("acceptor failed: " + e);
        }
    }

    private void work(Socket connection, long acceptedNs) {
        long[] times = new long[4];
        try (Socket socket = connection) {
            while (Question.answer(socket.getInputStream(), socket.getOutputStream(), times)) {
                String line = socket.getPort() + "\t" + acceptedNs + "\t" + times[0] + "\t" + times[1] + "\t" + times[2]
                        + "\t" + times[3];
                synchronized (served) {
                    served.add(line);
                }
            }
        } catch (IOException | InterruptedException e) {
            Gate.report("worker failed: " + e);
        }
    }

    private void report() {
        synchronized (served) {
            served.forEach(Gate::report);
            served.clear();
        }
    }
}
