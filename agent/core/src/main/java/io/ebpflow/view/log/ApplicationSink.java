// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.log;

import io.ebpflow.health.AgentLog;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * {@code logging=application}: lines go to the application's SLF4J, and wait in memory until it is there. When too many
 * wait, the oldest go and are counted.
 *
 * <p>Threading: confined to the view thread.
 */
final class ApplicationSink implements LineSink {
    /** Finds the application's logger. */
    interface Finder {
        /** @return null: not yet */
        ApplicationSlf4j find() throws ReflectiveOperationException;
    }

    static final int MAX_WAITING_LINES = 1_024;

    private static final long LOOK_INTERVAL_NS = 1_000_000_000L;

    /**
     * Spring Boot binds SLF4J early, but denies every line until it has configured the backend. An application that
     * denies both of our loggers for longer means it.
     */
    private static final long MAX_DENIED_NS = 10_000_000_000L;

    private final Finder finder;
    private final LongSupplier nanoClock;
    private final AgentLog log;
    private final ArrayDeque<Line> waiting = new ArrayDeque<>();
    private ApplicationSlf4j application;
    private boolean isOpen;
    private long lookedNs;
    private long foundNs;
    private long lostCount;
    private long toldLostCount;

    ApplicationSink(Finder finder, LongSupplier nanoClock, AgentLog log) {
        this.finder = finder;
        this.nanoClock = nanoClock;
        this.log = log;
        lookedNs = nanoClock.getAsLong() - LOOK_INTERVAL_NS;
    }

    @Override
    public void accept(CharSequence line, boolean isSlow) {
        if (waiting.size() >= MAX_WAITING_LINES) {
            waiting.removeFirst();
            lostCount++;
        }
        waiting.addLast(new Line(line.toString(), isSlow));
        deliver();
    }

    @Override
    public void idle() {
        if (!waiting.isEmpty()) {
            deliver();
        }
    }

    private void deliver() {
        try {
            if (!isReady()) {
                return;
            }
            while (!waiting.isEmpty()) {
                // Taken out first: a line that the application's logger fails on is not tried again for ever.
                Line line = waiting.removeFirst();
                if (!application.log(line.text, line.isSlow)) {
                    waiting.addFirst(line);
                    application = null;
                    isOpen = false;
                    return;
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the application's SLF4J cannot be called", e);
        }
    }

    private boolean isReady() throws ReflectiveOperationException {
        long nowNs = nanoClock.getAsLong();
        if (application == null && nowNs - lookedNs >= LOOK_INTERVAL_NS) {
            lookedNs = nowNs;
            application = finder.find();
            foundNs = nowNs;
        }
        if (application != null && !isOpen) {
            isOpen = application.isEnabled() || nowNs - foundNs >= MAX_DENIED_NS;
            if (isOpen) {
                tellLost();
            }
        }
        return isOpen;
    }

    private void tellLost() {
        if (lostCount > toldLostCount) {
            log.warn("logging=application: " + (lostCount - toldLostCount) + " lines were lost while the application's"
                    + " SLF4J was not ready; " + MAX_WAITING_LINES + " can wait");
            toldLostCount = lostCount;
        }
    }

    @Override
    public void close() {
        idle();
        if (!waiting.isEmpty()) {
            log.warn("logging=application: " + (waiting.size() + lostCount - toldLostCount)
                    + " lines were never shown, because the application never set up SLF4J; logging=own shows them");
            waiting.clear();
        }
    }

    /** What waits. */
    private static final class Line {
        final String text;
        final boolean isSlow;

        Line(String text, boolean isSlow) {
            this.text = text;
            this.isSlow = isSlow;
        }
    }
}
