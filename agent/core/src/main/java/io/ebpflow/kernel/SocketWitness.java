// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.kernel;

/**
 * Whether a TCP socket is still there, from somebody who does not depend on our programs having seen anything.
 *
 * <p>Threading: confined to the reader thread.
 */
public interface SocketWitness {
    /** What is known of a socket. */
    enum Answer {
        /** It is connected, or on its way out. */
        ALIVE,
        /** There is none, or only what TIME_WAIT keeps of it. */
        GONE,
        /** Nobody can say. */
        UNKNOWN
    }

    /**
     * Looks for the socket of a live flow.
     *
     * @param flow the selected entry of the live table
     */
    Answer ask(LiveTable flow);

    /** Whether there is any use in asking; once false it stays so. */
    boolean isUsable();
}
