// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.view.export;

/**
 * Numbers of the elements of a flow: those of IPFIX, and ntop's from 57472 on.
 *
 * <p>Threading: constants.
 */
final class FlowKey {
    static final int PROTOCOL = 4;
    static final int SOURCE_PORT = 7;
    static final int SOURCE_IPV4 = 8;
    static final int DESTINATION_PORT = 11;
    static final int DESTINATION_IPV4 = 12;
    static final int SOURCE_IPV6 = 27;
    static final int DESTINATION_IPV6 = 28;
    static final int IP_VERSION = 60;

    /** Seconds since the epoch. */
    static final int LAST_SWITCHED = 21;

    /** Seconds since the epoch. */
    static final int FIRST_SWITCHED = 22;

    /** From source to destination, since the last record of this flow. */
    static final int IN_BYTES = 1;

    static final int IN_PACKETS = 2;

    /** From destination to source, likewise. */
    static final int OUT_BYTES = 23;

    static final int OUT_PACKETS = 24;
    static final int RETRANSMITTED_IN_PACKETS = 57_581;
    static final int RETRANSMITTED_OUT_PACKETS = 57_582;

    /** Of the side that opened the flow; milliseconds, as a float. */
    static final int CLIENT_NETWORK_LATENCY_MS = 57_595;

    static final int SERVER_NETWORK_LATENCY_MS = 57_596;

    /** From the request to its response, without the network. */
    static final int APPLICATION_LATENCY_MS = 57_597;

    private FlowKey() {}

    /**
     * Numbers of what is said of a process, by the side of the flow that it is on.
     *
     * <p>Threading: immutable.
     */
    enum Side {
        SOURCE(57_640, 57_641, 57_897, 57_844, 58_030, 57_845, 57_846),

        /** Of the parent of a process on this side nothing can be said. */
        DESTINATION(57_847, 57_848, 57_898, 57_849, 58_031, 0, 0);

        final int pid;

        /** Without it a collector does not look at the others. */
        final int program;

        final int uid;
        final int user;
        final int container;
        final int parentPid;
        final int parentProgram;

        Side(int pid, int program, int uid, int user, int container, int parentPid, int parentProgram) {
            this.pid = pid;
            this.program = program;
            this.uid = uid;
            this.user = user;
            this.container = container;
            this.parentPid = parentPid;
            this.parentProgram = parentProgram;
        }
    }
}
