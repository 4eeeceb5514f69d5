// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.api;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A listener from {@link Ebpflow#subscribe} until {@link #close}. It is told of flows while an agent is at work in this JVM,
 * and waits for one otherwise: it may be there before the agent, and stays when the agent leaves and comes again.
 *
 * <p>A subscription that is not closed lives as long as the class loader of this class. A web application that brings this class
 * along needs not care: the agent holds nothing of it. One that shares it with others must close what it subscribed.
 *
 * <p>Threading: thread-safe.
 */
public final class Subscription implements AutoCloseable {
    /** Here and nowhere else they are held; the agent holds them weakly. */
    private static final Set<Subscription> ALL = ConcurrentHashMap.newKeySet();

    private final FlowFilter filter;
    private final Receiver receiver;

    /** Dropped by agents that have left. */
    private long earlierDropped;

    /** What the agent gave us, of types of the JDK; null: no agent has. */
    private Object handle;

    private boolean isClosed;

    private Subscription(FlowFilter filter, FlowListener listener) {
        this.filter = filter;
        receiver = new Receiver(listener);
    }

    static Subscription open(FlowFilter filter, FlowListener listener) {
        Subscription subscription = new Subscription(filter, listener);
        // In this order: an agent that comes in between looks through all that are there, after it has woven itself in.
        ALL.add(subscription);
        subscription.connect();
        return subscription;
    }

    /** Called by an agent that has come. */
    static void connectAll() {
        ALL.forEach(Subscription::connect);
    }

    private synchronized void connect() {
        if (isClosed || isActive()) {
            return;
        }
        earlierDropped = droppedCount();
        handle = register(filter.wanted(), receiver);
    }

    /** Whether there is an agent that tells of flows. */
    public synchronized boolean isActive() {
        return handle != null && ((BooleanSupplier) handle).getAsBoolean();
    }

    /** Events that the listener has been told of, those included that it failed at. */
    public long deliveredCount() {
        return receiver.delivered.get();
    }

    /** Events that the listener failed at: it threw. */
    public long failedCount() {
        return receiver.failed.get();
    }

    /** Events that found no place in the queue because the listener was too slow. */
    public synchronized long droppedCount() {
        return earlierDropped + (handle == null ? 0 : ((LongSupplier) handle).getAsLong());
    }

    /**
     * Ends it. What waits in the queue is not told; a call of the listener that is under way goes on. Does nothing the second time.
     */
    @Override
    public void close() {
        ALL.remove(this);
        synchronized (this) {
            isClosed = true;
            if (handle != null) {
                ((Runnable) handle).run();
            }
        }
    }

    /**
     * The agent: takes it.
     *
     * @return a Runnable that ends it, a BooleanSupplier that says whether it is told of flows, and a LongSupplier of the number of
     *     events dropped, in one
     */
    private static Object register(Map<String, Object> filter, Consumer<Map<String, Object>> receiver) {
        return null;
    }

    /**
     * What the agent calls; of a type of the JDK, which both know.
     *
     * <p>Threading: called by a thread of the agent; the counts by any.
     */
    private static final class Receiver implements Consumer<Map<String, Object>> {
        private final FlowListener listener;
        private final AtomicLong delivered = new AtomicLong();
        private final AtomicLong failed = new AtomicLong();

        Receiver(FlowListener listener) {
            this.listener = listener;
        }

        @Override
        public void accept(Map<String, Object> values) {
            boolean isDone = false;
            try {
                listener.onFlow(new FlowEvent(values));
                isDone = true;
            } finally {
                failed.addAndGet(isDone ? 0 : 1);
                delivered.incrementAndGet();
            }
        }

        /** For the agent's log. */
        @Override
        public String toString() {
            return listener.getClass().getName();
        }
    }
}
