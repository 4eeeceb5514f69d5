// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.exchange;

/**
 * Where this JVM tells that it was stopped.
 *
 * <p>Threading: confined to the reader thread.
 */
interface PauseSource {
    /**
     * Records what has ended since the last call. No system call, no lock, nothing allocated.
     *
     * @param nowNs System.nanoTime() of just before this call
     */
    void poll(long nowNs, PauseRing ring);
}
