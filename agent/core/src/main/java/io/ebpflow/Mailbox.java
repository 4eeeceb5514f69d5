// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Questions to the reader thread, whose tables have no locks.
 *
 * <p>Threading: {@link #ask} from any thread, {@link #run} from the reader thread.
 */
final class Mailbox {
    /** The reader answers within its 20 ms cycle unless the machine is starved. */
    private static final long TIMEOUT_MS = 2_000;

    private final ConcurrentLinkedQueue<FutureTask<?>> questions = new ConcurrentLinkedQueue<>();

    /**
     * Has the reader thread answer.
     *
     * @throws TimeoutException if it does not within two seconds
     * @throws IllegalStateException if it cannot
     */
    <T> T ask(Callable<T> question) throws TimeoutException {
        FutureTask<T> task = new FutureTask<>(question);
        questions.add(task);
        try {
            return task.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(false);
            throw new TimeoutException("ebpflow's reader thread did not answer within " + TIMEOUT_MS + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ebpflow's reader thread");
        } catch (ExecutionException e) {
            throw new IllegalStateException("ebpflow's reader thread could not answer: " + e.getCause());
        }
    }

    /** Answers what was asked. */
    int run() {
        int count = 0;
        for (FutureTask<?> task = questions.poll(); task != null; task = questions.poll()) {
            task.run();
            count++;
        }
        return count;
    }
}
