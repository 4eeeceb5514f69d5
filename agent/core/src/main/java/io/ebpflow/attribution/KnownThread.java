// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

/**
 * A platform thread that we have met.
 *
 * <p>Threading: confined to the reader thread.
 */
public final class KnownThread {
    private static final String CARRIER_CLASS = "jdk.internal.misc.CarrierThread";

    final long id;
    final boolean isCarrier;

    /** Null: it has ended. */
    Thread thread;

    String name;
    int tid;
    boolean hasSlot;

    /** When it was found to have ended, monotonic; 0: it lives. */
    long endedNs;

    long lastUseNs;

    KnownThread(Thread thread) {
        this.thread = thread;
        isCarrier = thread.getClass().getName().equals(CARRIER_CLASS);
        id = thread.getId();
        name = thread.getName();
    }

    /** Not by class: JDK 11 to 18 have none. */
    static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().equals("java.lang.VirtualThread");
    }

    /** By loader: libraries in it have threads, too (JNA's cleaner). */
    static boolean isOurs(Thread thread) {
        return thread.getClass().getClassLoader() == KnownThread.class.getClassLoader();
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** 0: not known. */
    public int tid() {
        return tid;
    }

    /** When a record or hook named it last, monotonic; 0: never. */
    public long lastUseNs() {
        return lastUseNs;
    }

    public boolean isDaemon() {
        return thread != null && thread.isDaemon();
    }
}
