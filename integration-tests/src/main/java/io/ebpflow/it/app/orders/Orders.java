// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app.orders;

import io.ebpflow.it.app.Gate;
import io.ebpflow.it.app.wire.WirePool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * {@code PORT COUNT threads|virtual}: so many calls of all methods of {@link OrderDao} in {@value #THREADS} threads, or in a
 * virtual thread each, over a pool of {@value #CONNECTIONS} connections. Every {@value #SLOW_EACH}th is answered late.
 *
 * <p>Threading: main reads the commands.
 */
public final class Orders {
    public static final int CONNECTIONS = 7;

    /** A prime, so that it meets every method. */
    public static final int SLOW_EACH = 97;

    public static final int SLOW_MS = 211;

    private static final int THREADS = 16;
    private static final int LIMIT_SECONDS = 50;

    private Orders() {}

    public static void main(String[] args) throws Exception {
        for (String command = Gate.open(); !command.equals("end"); command = Gate.pause("done")) {
            String[] words = command.split(" ");
            WirePool pool = new WirePool(Integer.parseInt(words[0]));
            pool.open(CONNECTIONS);
            ExecutorService threads =
                    words[2].equals("virtual") ? virtualThreads() : Executors.newFixedThreadPool(THREADS);
            serveAll(new OrderDao(pool), Integer.parseInt(words[1]), threads);
            threads.shutdown();
        }
    }

    /** By reflection: these classes are those of JDK 11. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void serveAll(OrderDao dao, int count, ExecutorService threads) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int order = i;
            all.add(threads.submit(() -> {
                serve(dao, order);
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    static void serve(OrderDao dao, int order) throws Exception {
        int delayMs = order % SLOW_EACH == 0 ? SLOW_MS : 0;
        switch (order % OrderDao.METHODS.length) {
            case 0:
                dao.load(delayMs);
                break;
            case 1:
                dao.save(delayMs);
                break;
            case 2:
                dao.cancel(delayMs);
                break;
            case 3:
                dao.count(delayMs);
                break;
            default:
                dao.latest(delayMs);
        }
    }
}
