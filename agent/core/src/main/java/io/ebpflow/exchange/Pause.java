// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

/**
 * A time in which all Java threads were stopped. Where that was is known exactly when {@code stoppedNs} is {@code endNs -
 * startNs}; otherwise it was some time in there.
 *
 * <p>Threading: immutable.
 */
public final class Pause {
    private final long startNs;
    private final long endNs;
    private final long stoppedNs;

    Pause(long startNs, long endNs, long stoppedNs) {
        this.startNs = startNs;
        this.endNs = endNs;
        this.stoppedNs = stoppedNs;
    }

    /** System.nanoTime(), not later than the stop. */
    public long startNs() {
        return startNs;
    }

    /** System.nanoTime(), not before the end of the stop. */
    public long endNs() {
        return endNs;
    }

    /** How long it took, as the JVM counts it. */
    public long stoppedNs() {
        return stoppedNs;
    }
}
