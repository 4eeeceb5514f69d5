// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.it.app.orders;

import io.ebpflow.it.app.wire.WirePool;
import java.io.IOException;

/**
 * Each method sends as many bytes as no other, which tells the peer who asked.
 *
 * <p>Threading: thread-safe.
 */
public final class OrderDao {
    /** In the order of the bytes that they send. */
    public static final String[] METHODS = {"load", "save", "cancel", "count", "latest"};

    /** What the first of them sends. */
    public static final int LEAST_BYTES = 101;

    private static final int ANSWER_BYTES = 211;

    private final WirePool pool;

    OrderDao(WirePool pool) {
        this.pool = pool;
    }

    void load(int delayMs) throws IOException, InterruptedException {
        pool.call(LEAST_BYTES, ANSWER_BYTES, delayMs);
    }

    void save(int delayMs) throws IOException, InterruptedException {
        pool.call(LEAST_BYTES + 1, ANSWER_BYTES, delayMs);
    }

    void cancel(int delayMs) throws IOException, InterruptedException {
        pool.call(LEAST_BYTES + 2, ANSWER_BYTES, delayMs);
    }

    void count(int delayMs) throws IOException, InterruptedException {
        pool.call(LEAST_BYTES + 3, ANSWER_BYTES, delayMs);
    }

    void latest(int delayMs) throws IOException, InterruptedException {
        pool.call(LEAST_BYTES + 4, ANSWER_BYTES, delayMs);
    }
}
