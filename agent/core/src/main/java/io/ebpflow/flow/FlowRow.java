// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.bridge.CallPath;
import io.ebpflow.health.Printable;
import io.ebpflow.net.Address;

/**
 * A live flow as it was when somebody asked. A number that is not known is {@link FlowEvent#UNKNOWN}.
 *
 * <p>Threading: immutable.
 */
public final class FlowRow {
    /** Socket cookie. */
    public final long flowId;

    public final boolean tcp;
    public final boolean inbound;

    /** False where nobody can say which side began. */
    public final boolean directionKnown;

    /** {@code 10.0.0.5:43210}, {@code [2001:db8::1]:443}; null: not known. */
    public final String local;

    /** As {@link #local}. */
    public final String remote;

    /** Host name that the application connected to; null: an address, or not known. */
    public final String remoteName;

    /** Java name of the last thread that used it, else of the one that opened it; null: not known. */
    public final String threadName;

    /** Code path that opened it, null: not known. */
    public final CallPath openedBy;

    public final long bytesSent;
    public final long bytesReceived;
    public final long retransmits;
    public final long srttUs;

    /** SYN sent to established. */
    public final long connectNs;

    /** Established (UDP: first datagram) until now. */
    public final long durationNs;

    /** @param nowNs monotonic, as the flow's own times */
    public FlowRow(Flow flow, long nowNs) {
        flowId = flow.cookie;
        tcp = flow.tcp;
        inbound = flow.inbound;
        directionKnown = flow.directionKnown;
        local = name(flow.local, flow.localPort);
        remote = name(flow.remote, flow.remotePort);
        remoteName = flow.remoteName == null ? null : Printable.of(flow.remoteName);
        threadName = flow.usedBy.threadName != null ? flow.usedBy.threadName : flow.openedBy.threadName;
        openedBy = flow.openedBy.path;
        bytesSent = flow.bytesSent;
        bytesReceived = flow.bytesReceived;
        retransmits = flow.tcp ? flow.retransmits : FlowEvent.UNKNOWN;
        srttUs = flow.srttUs > 0 ? flow.srttUs : FlowEvent.UNKNOWN;
        connectNs = flow.connectNs;
        durationNs = flow.startNs == 0 ? FlowEvent.UNKNOWN : Math.max(0, nowNs - flow.startNs);
    }

    /** {@code 10.0.3.7:5432}, {@code [2001:db8::1]:443}, {@code *:53}; null: not known. */
    public static String name(Address address, int port) {
        if (address.isUnspecified() && port == 0) {
            return null;
        }
        StringBuilder name = new StringBuilder(48);
        if (address.isUnspecified()) {
            name.append('*');
        } else if (address.isIpv4()) {
            address.appendTo(name);
        } else {
            address.appendTo(name.append('[')).append(']');
        }
        return name.append(':').append(port).toString();
    }
}
