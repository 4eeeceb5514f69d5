// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls from tasks whose request is not simply that which handed them over; each of a size of its own.
 *
 * <p>Threading: {@link #make} by one thread at a time.
 */
final class Oddities {

    private final ThreadPoolExecutor old = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
    private final BlockingQueue<FutureTask<Void>> nobodys = new LinkedBlockingQueue<>();

    /** Makes a call of so many bytes. */
    interface Call {
        void make(int bytes);
    }

    /** Before the agent's hooks are in: the pool's thread waits in the JDK's code as it was. */
    Oddities() {
        old.prestartAllCoreThreads();
        Thread nobody = new Thread(() -> {
            try {
                while (true) {
                    nobodys.take().run();
                }
            } catch (InterruptedException e) {
                return;
            }
        });
        nobody.setDaemon(true);
        nobody.start();
    }

    /** In the thread of a request. */
    void make(Call call) throws Exception {
        repeat(call);
        reject(call);
        fail(call);
        share(call);
        old.submit(() -> call.make(18)).get();
    }

    /** In a thread that has no request. */
    private void byNobody(Runnable body) throws Exception {
        FutureTask<Void> task = new FutureTask<>(body, null);
        nobodys.add(task);
        task.get();
    }

    private static void repeat(Call call) throws InterruptedException {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
        CountDownLatch turns = new CountDownLatch(2);
        scheduler.scheduleWithFixedDelay(
                () -> {
                    if (turns.getCount() > 0) {
                        call.make(13 - (int) turns.getCount());
                        turns.countDown();
                    }
                },
                0,
                1,
                TimeUnit.MILLISECONDS);
        turns.await();
        scheduler.shutdownNow();
    }

    private static void reject(Call call) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        Semaphore gate = new Semaphore(0);
        pool.execute(gate::acquireUninterruptibly);
        pool.execute(() -> call.make(13));
        gate.release();
        pool.shutdown();
    }

    private void fail(Call call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1, body -> {
            Thread thread = new Thread(body);
            thread.setUncaughtExceptionHandler((failed, error) -> {});
            return thread;
        });
        pool.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        byNobody(() -> pool.execute(() -> call.make(14)));
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.MINUTES);
    }

    /** One and the same task, for this request and for nobody. */
    private void share(Call call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Semaphore gate = new Semaphore(0);
        AtomicInteger turn = new AtomicInteger(15);
        Runnable task = () -> {
            call.make(turn.getAndIncrement());
            gate.release();
        };
        pool.execute(gate::acquireUninterruptibly);
        pool.execute(task);
        byNobody(() -> pool.execute(task));
        gate.release();
        gate.acquireUninterruptibly(2);
        byNobody(() -> pool.execute(task));
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.MINUTES);
    }
}
