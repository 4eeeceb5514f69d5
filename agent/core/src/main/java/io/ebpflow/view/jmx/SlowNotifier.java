// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.jmx;

import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.flow.FlowEvent;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * From the view thread to listeners of JMX, which may take as long as they like: through a small buffer, to a thread of
 * its own. At most {@value #MAX_PER_SECOND} calls a second go through; the others, and those for which the buffer has no
 * room because a listener is slow, are counted.
 *
 * <p>Threading: {@link #offer} by the view thread; the counts by any thread.
 */
final class SlowNotifier implements AutoCloseable {
    /** More are a stream of data, and the log is there for that. */
    static final int MAX_PER_SECOND = 10;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int BUFFER_CALLS = 32;

    private final Consumer<SlowCall> receiver;
    private final LongSupplier nanoClock;
    private final SlowCall[] buffer = new SlowCall[BUFFER_CALLS];
    private final Thread thread = new EbpflowThread("notify", this::run);
    private long offeredCount;
    private long takenCount;
    private long suppressedCount;
    private long secondStartNs;
    private int inSecondCount;
    private boolean isClosed;

    /** @param receiver gets a copy of its own of each call, in the order of the calls; must not throw */
    SlowNotifier(Consumer<SlowCall> receiver, LongSupplier nanoClock) {
        this.receiver = receiver;
        this.nanoClock = nanoClock;
        secondStartNs = nanoClock.getAsLong();
        for (int i = 0; i < buffer.length; i++) {
            buffer[i] = new SlowCall();
        }
    }

    void start() {
        thread.start();
    }

    /** Never waits for a listener. */
    synchronized void offer(FlowEvent event, long number) {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - secondStartNs >= SECOND_NS) {
            secondStartNs = nowNs;
            inSecondCount = 0;
        }
        if (inSecondCount == MAX_PER_SECOND || offeredCount - takenCount == BUFFER_CALLS) {
            suppressedCount++;
            return;
        }
        inSecondCount++;
        buffer[(int) (offeredCount++ % BUFFER_CALLS)].set(event, number);
        notifyAll();
    }

    /** Waits for the next call; null: there will be none. */
    private synchronized SlowCall take() {
        while (takenCount == offeredCount && !isClosed) {
            try {
                wait();
            } catch (InterruptedException e) {
                continue; // by close(), or by a listener that we owe nothing
            }
        }
        return isClosed ? null : buffer[(int) (takenCount++ % BUFFER_CALLS)].copy();
    }

    private void run() {
        for (SlowCall call = take(); call != null; call = take()) {
            receiver.accept(call);
        }
    }

    /** Calls of which nobody was notified. */
    synchronized long suppressedCount() {
        return suppressedCount;
    }

    synchronized void reset() {
        suppressedCount = 0;
    }

    /** Ends the thread, without waiting for a listener that does not come back. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
