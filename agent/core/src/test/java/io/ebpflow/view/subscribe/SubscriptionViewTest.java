// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ebpflow.bridge.Subscriptions;
import io.ebpflow.flow.EventType;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.RecordingLog;
import io.ebpflow.process.ContainerFacts;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.process.ProcessFacts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubscriptionViewTest {
    private static final JvmFacts FACTS = new JvmFacts(ProcessFacts.of(4_711).build(), null, ContainerFacts.NONE);

    private final RecordingLog log = new RecordingLog();
    private final SubscriptionView view = new SubscriptionView(() -> FACTS, log);
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private final FlowEvent event = new FlowEvent();

    @AfterEach
    void close() {
        view.close();
    }

    private void happen(EventType type) {
        view.onEvent(event.reset(type, 0));
    }

    private static Object subscribe(Consumer<Map<String, Object>> receiver) {
        return Subscriptions.add(Map.of("events", List.of("connect", "close")), receiver);
    }

    @Test
    void tellsFromTheNextEventOn() throws InterruptedException {
        happen(EventType.CONNECT);
        Consumer<Map<String, Object>> receiver = values -> told.add(values.get("event"));
        subscribe(receiver);
        happen(EventType.FLOW);
        happen(EventType.CONNECT);
        happen(EventType.CLOSE);

        assertThat(told.take()).isEqualTo("connect");
        assertThat(told.take()).isEqualTo("close");
        assertThat(view.counters()).containsEntry("subscriptions", 1L);
    }

    @Test
    void dropsWhatABlockedReceiverMisses() throws InterruptedException {
        long before = view.lostCount();
        CountDownLatch taken = new CountDownLatch(1);
        Consumer<Map<String, Object>> receiver = values -> {
            taken.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                told.add("interrupted");
            }
        };
        Object handle = subscribe(receiver);
        happen(EventType.CONNECT);
        taken.await();
        for (int i = 0; i < Subscriber.QUEUE_EVENTS + 23; i++) {
            happen(EventType.CONNECT);
        }

        assertThat(((LongSupplier) handle).getAsLong()).isEqualTo(23);
        assertThat(view.lostCount() - before).isEqualTo(23);
        ((Runnable) handle).run();
        view.onIdle();
        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThat(view.counters()).containsOnly(entry("subscriptions", 0L), entry("subscription_failures", 0L));
    }

    @Test
    void goesOnAfterAFailureAndSpeaksOfItOnce() throws InterruptedException {
        Consumer<Map<String, Object>> receiver = values -> {
            told.add(Thread.currentThread().getContextClassLoader());
            throw new OutOfMemoryError("on purpose");
        };
        subscribe(receiver);
        happen(EventType.CONNECT);
        happen(EventType.CONNECT);

        assertThat(told.take()).isSameAs(receiver.getClass().getClassLoader());
        told.take();
        while (view.counters().get("subscription_failures") < 2) {
            Thread.sleep(1);
        }
        assertThat(log.lines()).singleElement().asString().contains("on purpose");
    }

    @Test
    void endsWithTheAgent() {
        Consumer<Map<String, Object>> receiver = told::add;
        Object handle = subscribe(receiver);
        happen(EventType.CONNECT);
        assertThat(((BooleanSupplier) handle).getAsBoolean()).isTrue();

        view.close();

        assertThat(((BooleanSupplier) handle).getAsBoolean()).isFalse();
        assertThat(told).as("what waited is told").hasSize(1);
        assertThat(subscribe(receiver)).isNull();
    }
}
