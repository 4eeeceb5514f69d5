// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventQueueTest {
    private final EventQueue queue = new EventQueue(4);

    private boolean offer(int number) {
        FlowEvent event = queue.claim();
        if (event == null) {
            return false;
        }
        event.reset(EventType.CLOSE, number);
        queue.publish();
        return true;
    }

    @Test
    void keepsTheOrder() {
        offer(1);
        offer(2);

        assertThat(queue.peek().epochUs).isEqualTo(1);
        assertThat(queue.peek().epochUs).isEqualTo(1);
        queue.release();
        assertThat(queue.peek().epochUs).isEqualTo(2);
        queue.release();
        assertThat(queue.peek()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void showsNothingBeforeItIsPublished() {
        queue.claim().reset(EventType.CONNECT, 1);
        assertThat(queue.peek()).isNull();

        queue.publish();
        assertThat(queue.peek()).isNotNull();
    }

    @Test
    void dropsAndCountsWhenFull() {
        for (int i = 0; i < 4; i++) {
            assertThat(queue.isFull()).isFalse();
            assertThat(queue.free()).isEqualTo(4 - i);
            assertThat(offer(i)).isTrue();
        }
        assertThat(queue.isFull()).isTrue();
        assertThat(queue.free()).isZero();
        assertThat(offer(4)).isFalse();
        assertThat(offer(5)).isFalse();
        assertThat(queue.droppedCount()).isEqualTo(2);

        queue.release();
        assertThat(offer(6)).isTrue();
        assertThat(queue.peek().epochUs).isEqualTo(1);
    }

    @Test
    @Timeout(30)
    void everyEventReachesTheOtherThreadOrIsCounted() throws InterruptedException {
        int offered = 199_999;
        Thread producer = new Thread(() -> {
            for (int i = 1; i <= offered; i++) {
                offer(i);
            }
        });
        producer.start();
        long taken = 0;
        long last = 0;
        boolean isLast;
        do {
            isLast = !producer.isAlive();
            for (FlowEvent event = queue.peek(); event != null; event = queue.peek()) {
                assertThat(event.epochUs).isGreaterThan(last);
                last = event.epochUs;
                taken++;
                queue.release();
            }
        } while (!isLast);
        producer.join();

        assertThat(taken + queue.droppedCount()).isEqualTo(offered);
        assertThat(queue.isEmpty()).isTrue();
    }
}
