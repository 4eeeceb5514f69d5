// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One subscription of the application, where it and the agent meet. To io.ebpflow.api it is what of the JDK it implements, so
 * neither keeps the classes of the other. The receiver is held weakly; io.ebpflow.api, in the application's class loader, holds
 * it until it is closed.
 *
 * <p>Threading: thread-safe.
 */
public final class FlowSubscription implements Runnable, BooleanSupplier, LongSupplier {
    private final Map<String, Object> filter;
    private final WeakReference<Consumer<Map<String, Object>>> receiver;
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean isEnded;

    FlowSubscription(Map<String, Object> filter, Consumer<Map<String, Object>> receiver) {
        this.filter = filter;
        this.receiver = new WeakReference<>(receiver);
    }

    /** What the application wants to hear of. */
    public Map<String, Object> filter() {
        return filter;
    }

    /** Null: it has gone, with the application. */
    public Consumer<Map<String, Object>> receiver() {
        return receiver.get();
    }

    /** Whether nothing more is to be delivered. */
    public boolean isEnded() {
        return isEnded || receiver.get() == null;
    }

    /** An event found no place in its queue. */
    public void drop() {
        dropped.incrementAndGet();
        Subscriptions.countDropped();
    }

    void end() {
        isEnded = true;
    }

    /** For the API: ends it. */
    @Override
    public void run() {
        end();
        Subscriptions.sweep();
    }

    /** For the API: whether it is told of flows. */
    @Override
    public boolean getAsBoolean() {
        return !isEnded;
    }

    /** For the API: events that found no place in the queue. */
    @Override
    public long getAsLong() {
        return dropped.get();
    }
}
