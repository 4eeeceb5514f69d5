// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.subscribe;

import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.bridge.FlowSubscription;
import io.ebpflow.flow.FlowEvent;
import io.ebpflow.health.AgentLog;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells one listener of the application: from a queue of its own, in a thread of its own. So one that blocks, throws or never
 * returns harms itself alone. Between two calls nothing here holds on to the application's classes.
 *
 * <p>Threading: {@link #offer} and {@link #end} by the view thread.
 */
final class Subscriber {
    /** A burst of as many events fits, 1 to 2 KB each. */
    static final int QUEUE_EVENTS = 4_096;

    /** How soon a thread notices that its receiver has been collected. */
    private static final long LOOK_MS = 1_000;

    private final FlowSubscription subscription;
    private final SubscriptionFilter filter;
    private final AgentLog log;
    private final BlockingQueue<Map<String, Object>> queue = new ArrayBlockingQueue<>(QUEUE_EVENTS);
    private final Thread thread = new EbpflowThread("subscriber", this::run);
    private volatile boolean isLast;
    private volatile long failedCount;

    Subscriber(FlowSubscription subscription, AgentLog log) {
        this.subscription = subscription;
        this.log = log;
        filter = new SubscriptionFilter(subscription.filter());
    }

    void start() {
        thread.start();
    }

    FlowSubscription subscription() {
        return subscription;
    }

    boolean wants(FlowEvent event) {
        return filter.passes(event);
    }

    /** Never waits for the listener. */
    void offer(Map<String, Object> event) {
        if (!queue.offer(event)) {
            subscription.drop();
        }
    }

    private void run() {
        while (!subscription.isEnded()) {
            try {
                Map<String, Object> event = isLast ? queue.poll() : queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    tell(event);
                } else if (isLast) {
                    return;
                }
            } catch (InterruptedException e) {
                continue; // by end(), or by a listener that we owe nothing
            }
        }
    }

    /** In a method of its own: what its frame holds is let go of when it returns. */
    private void tell(Map<String, Object> event) {
        Consumer<Map<String, Object>> receiver = subscription.receiver();
        if (receiver == null) {
            return;
        }
        thread.setContextClassLoader(receiver.getClass().getClassLoader());
        try {
            receiver.accept(event);
        } catch (Throwable e) { // the application's own failure; the next event is another chance
            failedCount++; // by this thread alone
            if (failedCount == 1) {
                log.warn("a listener of flows failed, " + receiver + ": " + e
                        + "; it is told of the next event all the same, its failures are counted");
            }
        } finally {
            thread.setContextClassLoader(null);
        }
    }

    /** Calls of the listener that threw. */
    long failedCount() {
        return failedCount;
    }

    /** Nothing more comes: what waits is told still, by a thread that is not waited for here. */
    void end() {
        isLast = true;
        thread.interrupt();
    }

    /** Waits for the last call, but not longer than this. */
    void await(long limitMs) throws InterruptedException {
        thread.join(Math.max(1, limitMs));
    }
}
