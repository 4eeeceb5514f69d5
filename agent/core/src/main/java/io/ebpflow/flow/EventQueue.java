// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * From the reader thread to the view thread: a ring of preallocated events, so that a slow terminal or disk never holds
 * up the kernel's ring.
 *
 * <p>Threading: one producer ({@link #claim}, {@link #publish}), one consumer ({@link #peek}, {@link #release}).
 */
public final class EventQueue {
    private final FlowEvent[] events;
    private final int mask;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** @param capacity a power of two */
    public EventQueue(int capacity) {
        events = new FlowEvent[capacity];
        for (int i = 0; i < capacity; i++) {
            events[i] = new FlowEvent();
        }
        mask = capacity - 1;
    }

    /** An event to fill, to be followed by {@link #publish}; null when the queue is full, which is counted. */
    public FlowEvent claim() {
        if (isFull()) {
            dropped.incrementAndGet();
            return null;
        }
        return events[(int) tail.getPlain() & mask];
    }

    /** Hands the claimed event over; pairs with the acquire in {@link #peek}. */
    public void publish() {
        tail.setRelease(tail.getPlain() + 1);
    }

    /** The oldest event, or null. */
    public FlowEvent peek() {
        long position = head.getPlain();
        return position < tail.getAcquire() ? events[(int) position & mask] : null;
    }

    /** Gives the peeked event back; pairs with the acquire in {@link #isFull}. */
    public void release() {
        FlowEvent event = events[(int) head.getPlain() & mask];
        event.openedBy =
                event.usedBy = null; // what is not named yet keeps classes of the application from being unloaded
        head.setRelease(head.getPlain() + 1);
    }

    /** True if {@link #claim} would drop. */
    public boolean isFull() {
        return tail.getPlain() - head.getAcquire() >= events.length;
    }

    /** Room, as the producer sees it. */
    public int free() {
        return (int) (events.length - (tail.getPlain() - head.getAcquire()));
    }

    /** Nothing waits. Any thread. */
    public boolean isEmpty() {
        return head.get() == tail.get();
    }

    /** Events that no view got. */
    public long droppedCount() {
        return dropped.get();
    }
}
