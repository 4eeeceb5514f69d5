// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How a call gets from the thread of a request to one that makes it; returns when it was made.
 *
 * <p>Threading: thread-safe.
 */
interface Way {
    void make(Callable<Void> call) throws Exception;

    /** All that this JDK has. Their threads start before there is a request, or in one: both happens. */
    static Way[] all() {
        List<Way> ways = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        ExecutorService otherPool = Executors.newCachedThreadPool();
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
        ForkJoinPool forkJoin = new ForkJoinPool(4);
        ways.add(call -> pool.submit(call).get());
        ways.add(call -> {
            FutureTask<Void> task = new FutureTask<>(call);
            pool.execute(() -> task.run());
            task.get();
        });
        ways.add(call -> scheduler.schedule(call, 1, TimeUnit.MILLISECONDS).get());
        ways.add(byTimer());
        ways.add(call -> CompletableFuture.runAsync(() -> {}, pool)
                .thenApplyAsync(nothing -> "", otherPool)
                .thenCompose(nothing -> CompletableFuture.supplyAsync(() -> run(call), forkJoin))
                .get());
        ways.add(call -> CompletableFuture.supplyAsync(() -> "")
                .thenCombineAsync(CompletableFuture.runAsync(() -> {}, pool), (one, other) -> run(call), otherPool)
                .get());
        ways.add(byCompletingThread());
        ways.add(call -> forkJoin.submit(new Halves(call, 8)).get());
        ways.add(call -> IntStream.range(0, 16).parallel().forEach(i -> {
            if (i == 5) {
                run(call);
            }
        }));
        ways.add(call -> {
            FutureTask<Void> task = new FutureTask<>(call);
            new Thread(task).start();
            task.get();
        });
        addVirtual(ways);
        return ways.toArray(new Way[0]);
    }

    private static Void run(Callable<Void> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static Way byTimer() {
        Timer timer = new Timer(true);
        return call -> {
            FutureTask<Void> task = new FutureTask<>(call);
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            task.run();
                        }
                    },
                    0);
            task.get();
        };
    }

    /** What depends on a future runs on the thread that completes it, which knows nothing of any request. */
    private static Way byCompletingThread() {
        BlockingQueue<CompletableFuture<Void>> queue = new LinkedBlockingQueue<>();
        Thread completer = new Thread(() -> {
            while (true) {
                try {
                    queue.take().complete(null);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        completer.setDaemon(true);
        completer.start();
        return call -> {
            CompletableFuture<Void> future = new CompletableFuture<>();
            CompletableFuture<Void> dependent = future.thenRun(() -> run(call));
            queue.add(future);
            dependent.get();
        };
    }

    /** By reflection: these classes are those of JDK 11. */
    private static void addVirtual(List<Way> ways) {
        try {
            ExecutorService virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            ways.add(call -> virtual.submit(call).get());
            ways.add(
                    call -> CompletableFuture.runAsync(() -> run(call), virtual).get());
            Class<?> scopes = Class.forName("java.util.concurrent.StructuredTaskScope");
            Method open = scopes.getMethod("open");
            Method fork = scopes.getMethod("fork", Callable.class);
            Method join = scopes.getMethod("join");
            Method close = scopes.getMethod("close");
            ways.add(call -> {
                Object scope = open.invoke(null);
                fork.invoke(scope, call);
                join.invoke(scope);
                close.invoke(scope);
            });
        } catch (ReflectiveOperationException e) {
            return; // an older JDK
        }
    }

    /**
     * Splits work in halves, the last of which makes the call.
     *
     * <p>Threading: as a ForkJoinTask.
     */
    final class Halves extends RecursiveAction {
        private static final long serialVersionUID = 1;
        private final transient Callable<Void> call;
        private final int size;

        Halves(Callable<Void> call, int size) {
            this.call = call;
            this.size = size;
        }

        @Override
        protected void compute() {
            if (size > 1) {
                invokeAll(new Halves(null, size / 2), new Halves(call, size / 2));
            } else if (call != null) {
                run(call);
            }
        }

        private static void run(Callable<Void> call) {
            Way.run(call);
        }
    }
}
