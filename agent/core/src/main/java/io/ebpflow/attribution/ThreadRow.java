// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.attribution;

/**
 * A platform thread as it was when somebody asked.
 *
 * <p>Threading: immutable.
 */
public final class ThreadRow {
    /** Kernel thread id in the JVM's pid namespace, 0: not known. */
    public final int tid;

    public final long threadId;
    public final String name;
    public final boolean daemon;

    /** When it last did something with a flow, milliseconds since the epoch; 0: never, or not known. */
    public final long lastUseEpochMs;

    public ThreadRow(int tid, long threadId, String name, boolean daemon, long lastUseEpochMs) {
        this.tid = tid;
        this.threadId = threadId;
        this.name = name;
        this.daemon = daemon;
        this.lastUseEpochMs = lastUseEpochMs;
    }
}
