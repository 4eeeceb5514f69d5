// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * When this JVM was stopped, for collections and other safepoints, in System.nanoTime(). What it says was inside an interval
 * was; what it cannot place is not claimed and counted in {@link #unresolvedNs}.
 *
 * <p>Threading: {@link #poll}, {@link #overlapNs} and {@link #recent} are confined to the reader thread, all else is for any.
 */
public final class Pauses {
    /** Of 20 ms and more a second this is many seconds; an exchange that was late is looked at sooner. */
    private static final int CAPACITY = 512;

    /** From here on the safepoint counters have their present meaning; 17, 21 and 25 were looked at. */
    private static final int FIRST_NEW_RELEASE = 17;

    /** Up to here they have their first one; 11 was looked at. In between it changed twice. */
    private static final int LAST_OLD_RELEASE = 12;

    /** Knows nothing, ever. */
    static final Pauses NONE = new Pauses(null);

    private final PauseRing ring = new PauseRing(CAPACITY);
    private volatile PauseSource source;

    Pauses(PauseSource source) {
        this.source = source;
    }

    /** Finds HotSpot's perf data. Without it nothing is known, until {@link #useManagement} is called. */
    public static Pauses find(Instrumentation instrumentation) {
        try {
            return new Pauses(safepoints(instrumentation));
        } catch (Throwable e) { // another JVM, or internals that have moved: no feature of ours is worth an exception
            return new Pauses(null);
        }
    }

    /** Knows nothing. */
    public static Pauses none() {
        return new Pauses(null);
    }

    private static PauseSource safepoints(Instrumentation instrumentation) throws Throwable {
        JdkPerf perf = JdkPerf.open(instrumentation);
        PerfData data = perf == null ? null : PerfData.of(perf.memory());
        if (data == null || !SafepointPauses.isKnown(data)) {
            return null;
        }
        int release = Runtime.version().feature();
        if (release > LAST_OLD_RELEASE && release < FIRST_NEW_RELEASE) {
            return null;
        }
        return new SafepointPauses(data, perf.ticksToNanoTime(), release <= LAST_OLD_RELEASE, System::nanoTime);
    }

    /**
     * Takes collections from the platform's MXBeans if nothing better is known. To be called once, and not before the
     * application's main class has started.
     */
    public void useManagement() {
        if (source == null) {
            source = CollectorBeans.find();
        }
    }

    /** False: nothing is known about pauses in this JVM, {@link #overlapNs} is always 0. */
    public boolean isKnown() {
        return source != null;
    }

    /**
     * Takes in what has ended. Once in a duty cycle, and before records are drained: the pause that made a read late has ended
     * before that read.
     *
     * @param nowNs System.nanoTime(), of just before
     */
    public void poll(long nowNs) {
        PauseSource known = source;
        if (known != null) {
            known.poll(nowNs, ring);
        }
    }

    /**
     * How long the JVM was stopped in this interval.
     *
     * @return in ns, never more than it was, 0 if nothing is known or it was longer ago than the last 512 pauses
     */
    public long overlapNs(long fromNs, long toNs) {
        return ring.overlapNs(fromNs, toNs);
    }

    /**
     * When a Java thread went on whose system call returned at this time. The call itself is not stopped: it runs on while the
     * JVM is, and the thread waits on its way back to Java.
     *
     * @return the end of the stop at that time, not later than it was; the time itself if none is known
     */
    public long resumeNs(long atNs) {
        return ring.resumeNs(atNs);
    }

    /** How long the JVM was stopped since {@link #find}, in ns. */
    public long totalNs() {
        return ring.totalNs();
    }

    /** The part of {@link #totalNs} of which is not known to a millisecond when it was. */
    public long unresolvedNs() {
        return ring.unresolvedNs();
    }

    /** The last pauses, about in the order of their ends. */
    public List<Pause> recent() {
        return ring.copy();
    }
}
