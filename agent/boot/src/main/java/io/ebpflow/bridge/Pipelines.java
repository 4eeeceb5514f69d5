// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.bridge;

import java.net.SocketAddress;

/**
 * What advice says of connections on which a request may be sent before the last one was answered, where the library does not
 * keep that in one place: {@link Connections#sequential} as long as none was. Each is known by an object of the library's.
 *
 * <p>Threading: thread-safe; of one connection by one thread at a time. Off while {@link Bridge} is.
 */
public final class Pipelines {
    private Pipelines() {}

    /** The object is made; its connection has sent nothing in this protocol yet. */
    public static void opened(Object connection) {
        SlotTable slots = Bridge.slots();
        if (slots != null) {
            slots.pipelines().add(connection);
        }
    }

    /** A request is about to be sent. */
    public static void asks(Object connection, SocketAddress local, SocketAddress remote) {
        SlotTable slots = Bridge.slots();
        if (slots == null) {
            return;
        }
        int state = slots.pipelines().change(connection, PipelineTable.ASKED);
        if (state == PipelineTable.NEW) {
            Connections.sequential(local, remote);
        } else if (state == PipelineTable.ASKED || state == PipelineTable.AMBIGUOUS) {
            Connections.pipelined(local, remote);
            slots.pipelines().change(connection, PipelineTable.SPOILED);
        }
    }

    /** An answer was read to its end, and is not followed by another one to the same request. */
    public static void answered(Object connection) {
        SlotTable slots = Bridge.slots();
        if (slots != null && slots.pipelines().state(connection) == PipelineTable.ASKED) {
            slots.pipelines().change(connection, PipelineTable.IDLE);
        }
    }

    /** From now on the connection speaks another protocol, if it is open, or none. */
    public static void left(Object connection, boolean isOpen, SocketAddress local, SocketAddress remote) {
        SlotTable slots = Bridge.slots();
        if (slots == null) {
            return;
        }
        int state = slots.pipelines().remove(connection);
        if (isOpen && (state == PipelineTable.IDLE || state == PipelineTable.ASKED)) {
            Connections.multiplexed(local, remote);
        }
    }

    /** Runs every path once on the calling (agent) thread, as {@link Bridge#warmUp}. */
    static void warmUp(SocketAddress any) {
        opened(any);
        asks(any, any, any);
        asks(any, any, any);
        answered(any);
        left(any, true, any, any);
    }
}
