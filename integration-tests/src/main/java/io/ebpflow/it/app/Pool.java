// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that stay open, fewer than the threads that ask through them.
 *
 * <p>Threading: {@link #run} from main.
 */
final class Pool {

    private static final int LIMIT_SECONDS = 50;

    /** Primes: no two questions in a row have the same sizes, and sums tell which were counted. */
    private static final int REQUEST_BYTES = 101;

    private static final int ANSWER_BYTES = 211;

    private Pool() {}

    /** Reports how many questions were answered, the bytes of all questions and of all answers. */
    static void run(InetSocketAddress remote, int threadCount, int connectionCount, int count) throws Exception {
        BlockingQueue<Socket> idle = new ArrayBlockingQueue<>(connectionCount);
        for (int i = 0; i < connectionCount; i++) {
            Socket socket = new Socket(remote.getAddress(), remote.getPort());
            socket.setTcpNoDelay(true);
            idle.add(socket);
        }
        AtomicInteger next = new AtomicInteger();
        List<FutureTask<long[]>> tasks = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            FutureTask<long[]> task = new FutureTask<>(() -> ask(idle, next, count));
            tasks.add(task);
            Thread thread = new Thread(task, "order-service-caller-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        long[] sums = new long[3];
        for (FutureTask<long[]> task : tasks) {
            long[] own = task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += own[i];
            }
        }
        for (Socket socket : idle) {
            socket.close();
        }
        Gate.report(sums[0], sums[1], sums[2]);
    }

    private static long[] ask(BlockingQueue<Socket> idle, AtomicInteger next, int count)
            throws IOException, InterruptedException {
        long[] sums = new long[3];
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            byte[] question = Question.of(REQUEST_BYTES + i % 7, ANSWER_BYTES + i % 11, 0);
            Socket socket = idle.take();
            socket.getOutputStream().write(question);
            Question.skip(socket.getInputStream(), ANSWER_BYTES + i % 11);
            idle.add(socket);
            sums[0]++;
            sums[1] += question.length;
            sums[2] += ANSWER_BYTES + i % 11;
        }
        return sums;
    }
}
