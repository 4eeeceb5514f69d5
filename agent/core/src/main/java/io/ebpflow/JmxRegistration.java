// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.health.AgentLog;
import io.ebpflow.view.jmx.JmxSource;
import io.ebpflow.view.jmx.JmxView;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Registers the MBeans as soon as that decides nothing in the application's place, and takes them out again.
 *
 * <p>Threading: {@link #register} by the starting thread, {@link #close} by any.
 */
final class JmxRegistration implements AutoCloseable {
    /** By then main() has chosen its MBean server and its LogManager, if it means to. */
    private static final long DELAY_NS = 1_000_000_000L;

    /** An application server's own MBean server builder may not be loadable yet; then we wait for the server's. */
    private static final long RETRY_NS = 5_000_000_000L;

    private static final int TRIES = 24;

    private final JmxSource source;
    private final BooleanSupplier isEnding;
    private final AgentLog log;
    private JmxView view;
    private boolean isClosed;

    /** @param isEnding whether the JVM ends */
    JmxRegistration(JmxSource source, BooleanSupplier isEnding, AgentLog log) {
        this.source = source;
        this.isEnding = isEnding;
        this.log = log;
    }

    /**
     * Returns when that is done, or will never be.
     *
     * @param isLive true: main() has been running for a while
     * @param registered to be run when it has succeeded: from there on the JVM's MXBeans may be used, too
     */
    void register(boolean isLive, Runnable registered) {
        LockSupport.parkNanos(isLive ? 0 : DELAY_NS);
        for (int i = 1; !tryOnce(i == TRIES, registered) && i < TRIES; i++) {
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    private synchronized boolean tryOnce(boolean isLastTry, Runnable registered) {
        if (isClosed || isEnding.getAsBoolean()) {
            return true;
        }
        try {
            view = new JmxView(source, log);
            registered.run();
            return true;
        } catch (Throwable e) { // the application server's builder is not there yet, or there is no JMX in this JVM
            if (isLastTry) {
                log.warn("no MBeans: the platform MBean server cannot be had: " + e);
            }
            return e instanceof LinkageError;
        }
    }

    /** Nothing is registered from here on. */
    @Override
    public synchronized void close() {
        isClosed = true;
        if (view != null) {
            view.close();
        }
    }
}
