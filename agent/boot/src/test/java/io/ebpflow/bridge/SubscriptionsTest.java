// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private final Consumer<Map<String, Object>> receiver = values -> {};

    @BeforeEach
    void open() {
        Subscriptions.open();
    }

    @AfterEach
    void close() {
        Subscriptions.close();
    }

    @Test
    void takesNoneWithoutAnAgent() {
        Subscriptions.close();

        assertThat(Subscriptions.add(Map.of(), receiver)).isNull();
    }

    @Test
    void endsOneByOneOrAllTogether() {
        Object first = Subscriptions.add(Map.of(), receiver);
        Object second = Subscriptions.add(Map.of("events", "close"), receiver);
        FlowSubscription[] both = Subscriptions.all();
        assertThat(both).containsExactly((FlowSubscription) first, (FlowSubscription) second);

        ((Runnable) first).run();

        assertThat(Subscriptions.all()).containsExactly((FlowSubscription) second);
        assertThat(both).as("who reads it is not disturbed").hasSize(2);
        Subscriptions.close();
        assertThat(((BooleanSupplier) second).getAsBoolean()).isFalse();
        assertThat(Subscriptions.all()).isEmpty();
    }

    @Test
    void hasABound() {
        for (int i = 0; i < Subscriptions.MAX_COUNT; i++) {
            assertThat(Subscriptions.add(Map.of(), receiver)).isNotNull();
        }

        assertThat(Subscriptions.add(Map.of(), receiver)).isNull();
        Reference.reachabilityFence(receiver);
    }
}
