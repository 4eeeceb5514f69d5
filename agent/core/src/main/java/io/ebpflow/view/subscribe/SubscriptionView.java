// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.subscribe;

import io.ebpflow.bridge.FlowSubscription;
import io.ebpflow.bridge.Subscriptions;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.AgentLog;
import io.ebpflow.process.JvmFacts;
import io.ebpflow.view.FlowView;
import io.ebpflow.view.log.EventMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells the application of flows, where it has subscribed by io.ebpflow.api. Of each event that somebody wants one copy is made
 * for all.
 *
 * <p>Threading: confined to the view thread, {@link #close} when that has ended; the counts by any thread.
 */
public final class SubscriptionView implements FlowView {
    /** Of the 500 ms that the end of the JVM waits for views. */
    private static final long CLOSE_MS = 200;

    private final AgentLog log;
    private final EventMap maps;
    private FlowSubscription[] known = {};
    private volatile Subscriber[] subscribers = {};
    private volatile long endedFailedCount;

    /** @param facts about this JVM, the same object as long as nothing was read again */
    public SubscriptionView(Supplier<JvmFacts> facts, AgentLog log) {
        this.log = log;
        maps = new EventMap(facts);
        Subscriptions.open();
    }

    @Override
    public void onEvent(FlowEvent event) {
        if (Subscriptions.all() != known) {
            update();
        }
        Map<String, Object> map = null;
        for (Subscriber subscriber : subscribers) {
            if (subscriber.wants(event)) {
                map = map == null ? maps.of(event) : map;
                subscriber.offer(map);
            }
        }
    }

    @Override
    public void onIdle() {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.subscription().isEnded()) {
                Subscriptions.sweep();
            }
        }
        if (Subscriptions.all() != known) {
            update();
        }
    }

    private void update() {
        known = Subscriptions.all();
        List<Subscriber> staying = new ArrayList<>();
        for (FlowSubscription subscription : known) {
            staying.add(of(subscription));
        }
        for (Subscriber subscriber : subscribers) {
            if (!staying.contains(subscriber)) {
                endedFailedCount += subscriber.failedCount();
                subscriber.end();
            }
        }
        subscribers = staying.toArray(new Subscriber[0]);
    }

    private Subscriber of(FlowSubscription subscription) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.subscription() == subscription) {
                return subscriber;
            }
        }
        Subscriber added = new Subscriber(subscription, log);
        added.start();
        return added;
    }

    @Override
    public Map<String, Long> counters() {
        long failedCount = endedFailedCount;
        for (Subscriber subscriber : subscribers) {
            failedCount += subscriber.failedCount();
        }
        return Map.of("subscriptions", (long) subscribers.length, "subscription_failures", failedCount);
    }

    @Override
    public long lostCount() {
        return Subscriptions.droppedCount();
    }

    @Override
    public String lostName() {
        return "subscription_events";
    }

    @Override
    public void close() {
        long deadlineNs = System.nanoTime() + CLOSE_MS * 1_000_000;
        for (Subscriber subscriber : subscribers) {
            subscriber.end();
        }
        try {
            for (Subscriber subscriber : subscribers) {
                subscriber.await((deadlineNs - System.nanoTime()) / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Subscriptions.close();
    }
}
