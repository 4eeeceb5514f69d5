// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowNotifierTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final BlockingQueue<Long> received = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private boolean isBlocking;
    private long nowNs = Long.MAX_VALUE - SECOND_NS / 2;
    private final SlowNotifier notifier = new SlowNotifier(this::receive, () -> nowNs);

    private void receive(SlowCall call) {
        if (isBlocking) {
            await(gate);
        }
        received.add(call.number);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(long from, long to) {
        for (long number = from; number <= to; number++) {
            notifier.offer(SlowEvents.call(412_000), number);
        }
    }

    private void assertNextAre(long from, long to) throws InterruptedException {
        for (long number = from; number <= to; number++) {
            assertThat(received.poll(30, TimeUnit.SECONDS)).isEqualTo(number);
        }
    }

    @AfterEach
    void close() {
        notifier.close();
    }

    @Test
    void letsTenASecondThroughAndCountsTheRest() throws InterruptedException {
        notifier.start();
        offer(1, 23);
        nowNs += SECOND_NS - 1;
        offer(24, 24);
        assertThat(notifier.suppressedCount()).isEqualTo(14);
        nowNs += 1;
        offer(25, 35);
        assertThat(notifier.suppressedCount()).isEqualTo(15);
        assertNextAre(1, 10);
        assertNextAre(25, 34);
        assertThat(received).isEmpty();
        notifier.reset();
        assertThat(notifier.suppressedCount()).isZero();
    }

    @Test
    void neverWaitsForAListener() throws InterruptedException {
        isBlocking = true;
        notifier.start();
        for (int second = 0; second < 10; second++) {
            offer(second * 10 + 1, second * 10 + 10);
            nowNs += SECOND_NS;
        }
        // One is with the listener, or about to be; 32 wait.
        assertThat(notifier.suppressedCount()).isBetween(67L, 68L);
        long sent = 100 - notifier.suppressedCount();
        gate.countDown();
        for (int i = 0; i < sent; i++) {
            assertThat(received.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
        offer(101, 101);
        assertNextAre(101, 101);
    }
}
