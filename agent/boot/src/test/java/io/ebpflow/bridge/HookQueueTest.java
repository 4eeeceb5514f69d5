// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HookQueueTest {
    private static final int PRODUCERS = 4;

    /** Prime, and far more than the queue holds. */
    private static final int PER_PRODUCER = 99_991;

    private static void offer(HookQueue queue, int number) {
        queue.offer(HookQueue.ACCEPTED, 10L * number, Thread.currentThread(), "first", "second", 7L, number, -number);
    }

    @Test
    void givesBackWhatWasOfferedInOrder() {
        HookQueue queue = new HookQueue(8);
        offer(queue, 1);
        offer(queue, 2);

        int index = queue.poll(queue.newest());
        assertThat(queue.kind(index)).isEqualTo(HookQueue.ACCEPTED);
        assertThat(queue.timeNs(index)).isEqualTo(10);
        assertThat(queue.thread(index)).isSameAs(Thread.currentThread());
        assertThat(queue.first(index)).isEqualTo("first");
        assertThat(queue.second(index)).isEqualTo("second");
        assertThat(queue.cookieOrNs(index)).isEqualTo(7);
        assertThat(queue.number(index)).isEqualTo(1);
        assertThat(queue.other(index)).isEqualTo(-1);

        queue.release();
        assertThat(queue.number(queue.poll(queue.newest()))).isEqualTo(2);
    }

    @Test
    void letsGoOfObjectsWhenReleased() {
        HookQueue queue = new HookQueue(2);
        offer(queue, 1);
        int index = queue.poll(queue.newest());
        queue.release();

        assertThat(queue.thread(index)).isNull();
        assertThat(queue.first(index)).isNull();
        assertThat(queue.second(index)).isNull();
    }

    @Test
    void handsOutNothingBehindTheLimit() {
        HookQueue queue = new HookQueue(8);
        offer(queue, 1);
        long limit = queue.newest();
        offer(queue, 2);

        assertThat(queue.poll(limit)).isNotNegative();
        queue.release();
        assertThat(queue.poll(limit)).isNegative();
        assertThat(queue.poll(queue.newest())).isNotNegative();
    }

    @Test
    void dropsAndCountsWhatFindsNoPlace() {
        HookQueue queue = new HookQueue(4);
        for (int i = 0; i < 7; i++) {
            offer(queue, i);
        }
        assertThat(queue.droppedCount()).isEqualTo(3);
        assertThat(drain(queue)).containsExactly(0, 1, 2, 3);

        offer(queue, 11);
        assertThat(drain(queue)).containsExactly(11);
        assertThat(queue.droppedCount()).isEqualTo(3);
    }

    private static List<Integer> drain(HookQueue queue) {
        List<Integer> numbers = new ArrayList<>();
        long limit = queue.newest();
        for (int i = queue.poll(limit); i >= 0; i = queue.poll(limit)) {
            numbers.add(queue.number(i));
            queue.release();
        }
        return numbers;
    }

    @Test
    @Timeout(30)
    void everyOfferOfFourThreadsIsTakenOrCounted() throws InterruptedException {
        HookQueue queue = new HookQueue(64);
        CountDownLatch done = new CountDownLatch(PRODUCERS);
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            new Thread(() -> produce(queue, producer, done)).start();
        }

        int[] last = {-1, -1, -1, -1};
        long taken = 0;
        boolean isLast;
        do {
            isLast = done.getCount() == 0;
            for (int i = queue.poll(queue.newest()); i >= 0; i = queue.poll(queue.newest())) {
                int producer = (int) queue.cookieOrNs(i);
                int number = queue.number(i);
                // Whole, and in the order of its thread.
                assertThat(number).isGreaterThan(last[producer]);
                assertThat(queue.other(i)).isEqualTo(-number);
                assertThat(queue.first(i)).isEqualTo(producer);
                last[producer] = number;
                taken++;
                queue.release();
            }
        } while (!isLast);

        assertThat(done.await(0, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).isPositive();
        assertThat(taken + queue.droppedCount()).isEqualTo((long) PRODUCERS * PER_PRODUCER);
    }

    private static void produce(HookQueue queue, int producer, CountDownLatch done) {
        for (int i = 0; i < PER_PRODUCER; i++) {
            queue.offer(HookQueue.ACCEPTED, i, Thread.currentThread(), producer, null, producer, i, -i);
        }
        done.countDown();
    }
}
