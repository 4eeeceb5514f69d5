// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.protocol;

import io.ebpflow.it.app.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * How requests with known, different delays follow each other on one connection.
 *
 * <p>Threading: stateless.
 */
final class Pace {

    /** Of open arrivals: about four requests are under way at a time. */
    private static final int MEAN_PAUSE_MS = 13;

    /** Requests of one connection, each at least this long apart from the end of the last: they never overlap. */
    private static final int ALONE_MS = 3;

    private static final int SHORTEST_MS = 7;
    private static final int DELAYS = 103;
    private static final int STEP = 29;

    private Pace() {}

    /** What the server waits before it answers, another time for each request that may be under way. */
    static int delayMs(int index) {
        return SHORTEST_MS + index * STEP % DELAYS;
    }

    /**
     * Makes requests; reports index, begin and duration of each in microseconds, the begin in wall-clock time.
     *
     * @param pace {@code alone}: one after the other; {@code closed-N}: N of them at a time, all begun at once;
     *     {@code open}: at random times
     */
    static void run(String pace, int count, IntFunction<CompletableFuture<?>> request) throws Exception {
        if (pace.startsWith("closed-")) {
            closed(Integer.parseInt(pace.substring("closed-".length())), count, request);
            return;
        }
        Random random = new Random(count);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<?> one = timed(i, request);
            all.add(one);
            if (pace.equals("alone")) {
                one.get(10, TimeUnit.SECONDS);
                Thread.sleep(ALONE_MS);
            } else {
                Thread.sleep((long) (-Math.log(1 - random.nextDouble()) * MEAN_PAUSE_MS));
            }
        }
        for (CompletableFuture<?> one : all) {
            one.get(10, TimeUnit.SECONDS);
        }
    }

    private static void closed(int threads, int count, IntFunction<CompletableFuture<?>> request) throws Exception {
        List<Thread> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t;
            Thread worker = new Thread(() -> {
                for (int i = first; i < count; i += threads) {
                    try {
                        timed(i, request).get(10, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        Gate.report("failed", e);
                    }
                }
            });
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private static CompletableFuture<?> timed(int index, IntFunction<CompletableFuture<?>> request) {
        long beginUs = wallClockUs();
        return request.apply(index).whenComplete((value, failure) -> {
            if (failure != null) {
                Gate.report("failed", failure);
            }
            Gate.report("request", index, beginUs, wallClockUs() - beginUs);
        });
    }

    private static long wallClockUs() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
