// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Who in this JVM has subscribed to flows. The advice in io.ebpflow.api calls this when a subscription begins and ends, not for
 * each event; so locks and allocations are allowed here. The agent reads {@link #all} once for each event.
 *
 * <p>Threading: thread-safe. Off until {@link #open}.
 */
public final class Subscriptions {
    /** More are taken for a mistake: each has a thread. */
    static final int MAX_COUNT = 64;

    private static final FlowSubscription[] NONE = {};

    private static final AtomicLong DROPPED = new AtomicLong();
    private static volatile FlowSubscription[] all = NONE;
    private static boolean isOpen;

    private Subscriptions() {}

    /** Takes subscriptions from now on. */
    public static synchronized void open() {
        isOpen = true;
    }

    /** Ends all subscriptions, and takes no more. */
    public static synchronized void close() {
        isOpen = false;
        for (FlowSubscription subscription : all) {
            subscription.end();
        }
        all = NONE;
    }

    /**
     * The application wants to be told of flows.
     *
     * @param filter as io.ebpflow.api.FlowFilter writes it
     * @param receiver is called by a thread of the agent; held weakly
     * @return a {@link FlowSubscription}; null: there is no agent at work, or there are too many subscriptions
     */
    public static synchronized Object add(Map<String, Object> filter, Consumer<Map<String, Object>> receiver) {
        sweep();
        if (!isOpen || all.length == MAX_COUNT) {
            return null;
        }
        FlowSubscription added = new FlowSubscription(filter, receiver);
        FlowSubscription[] more = new FlowSubscription[all.length + 1];
        System.arraycopy(all, 0, more, 0, all.length);
        more[all.length] = added;
        all = more;
        return added;
    }

    /** Lets go of those that have ended. */
    public static synchronized void sweep() {
        List<FlowSubscription> staying = new ArrayList<>();
        for (FlowSubscription subscription : all) {
            if (!subscription.isEnded()) {
                staying.add(subscription);
            }
        }
        if (staying.size() < all.length) {
            all = staying.toArray(NONE);
        }
    }

    /** Those that have not ended; not to be changed. Another array whenever there are others. */
    public static FlowSubscription[] all() {
        return all;
    }

    static void countDropped() {
        DROPPED.incrementAndGet();
    }

    /** Events that found no place in the queue of a subscription, of all there ever were. */
    public static long droppedCount() {
        return DROPPED.get();
    }
}
