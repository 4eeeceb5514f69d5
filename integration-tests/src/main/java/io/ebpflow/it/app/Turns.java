// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Named threads that all live at the same time and are told apart by the last characters of long names alone.
 *
 * <p>Threading: {@link #run} from main.
 */
final class Turns {

    private static final int LIMIT_SECONDS = 50;

    private Turns() {}

    /** What one thread does. */
    interface Body {
        void run() throws Exception;
    }

    /** What each thread does; the barrier is for all of them. */
    interface Work {
        Void run(int index, CyclicBarrier barrier) throws Exception;
    }

    /**
     * Runs the work in one thread per connection, to the end of all.
     *
     * @param prefix of their names, two digits follow
     */
    static void run(String prefix, boolean isVirtual, Work work) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(Sizes.CONNECTIONS);
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < Sizes.CONNECTIONS; i++) {
            int index = i;
            Callable<Void> call = () -> work.run(index, barrier);
            FutureTask<Void> task = new FutureTask<>(call);
            tasks.add(task);
            newThread(String.format("%s%02d", prefix, i), isVirtual, task).start();
        }
        for (FutureTask<Void> task : tasks) {
            task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    static Thread newThread(String name, boolean isVirtual, Runnable body) throws ReflectiveOperationException {
        if (!isVirtual) {
            Thread thread = new Thread(body, name);
            thread.setDaemon(true);
            return thread;
        }
        // Compiled for 11, runs on 21 and later.
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Object ofVirtual = Thread.class.getMethod("ofVirtual").invoke(null);
        Object named = builder.getMethod("name", String.class).invoke(ofVirtual, name);
        return (Thread) builder.getMethod("unstarted", Runnable.class).invoke(named, body);
    }

    /** The kernel's id of the calling thread, or that of the one that runs a virtual thread at this moment. */
    static long tid() throws IOException {
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
        return Long.parseLong(self.getFileName().toString());
    }

    /** Says who the calling thread is, and what it did from when to when to the connection of which port. */
    static void report(int port, long startNs, long endNs) throws IOException {
        Thread self = Thread.currentThread();
        boolean isVirtual = self.getClass().getName().equals("java.lang.VirtualThread");
        Gate.report(self.getName(), self.getId(), isVirtual, tid(), port, startNs, endNs);
    }
}
