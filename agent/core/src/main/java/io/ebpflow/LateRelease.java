// SPDX-License-Identifier: Apache-2.0
package io.ebpflow;

import io.ebpflow.attribution.EbpflowThread;
import io.ebpflow.kernel.libc.JnaLoader;
import java.util.concurrent.locks.LockSupport;

/**
 * After an uninstall, where a thread of ours is still at work: on a busy machine, soon after the start, the last of what was seen
 * takes longer to show than who uninstalls waits. Our classes, and the memory that hangs on them, are let go of when it is through.
 *
 * <p>Threading: a thread of its own.
 */
final class LateRelease {
    /** What has not ended by then hangs, on a pipe that nobody reads for example, and keeps what it needs. */
    private static final long LIMIT_MS = 30_000;

    private static final long RETRY_NS = 100_000_000;
    private static final int TRIES = 100;

    private LateRelease() {}

    /** @param stopped null: there was none */
    static void start(Agent stopped) {
        new EbpflowThread("leave", () -> run(stopped)).start();
    }

    private static void run(Agent stopped) {
        if (stopped != null) {
            stopped.awaitEnd(LIMIT_MS);
        }
        for (int i = 0; !JnaLoader.end() && i < TRIES; i++) {
            LockSupport.parkNanos(RETRY_NS);
        }
    }
}
