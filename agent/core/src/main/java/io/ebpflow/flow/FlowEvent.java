// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.attribution.Confidence;
import io.ebpflow.attribution.RequestName;
import io.ebpflow.bridge.CallPath;
import io.ebpflow.exchange.ExchangeParts;
import io.ebpflow.exchange.Verdict;
import io.ebpflow.net.Address;
import io.ebpflow.net.Errno;
import io.ebpflow.process.ContainerFacts;

/**
 * One fact about one flow, as views see it. Preallocated in the {@link EventQueue} and filled again for each event, so a
 * view must not keep it: what it needs later it copies. Fields are public because this is a record layout, not an
 * abstraction. A number that is not known is {@link #UNKNOWN}; views leave the key out.
 *
 * <p>Threading: written by the reader thread, then read by the view thread; the queue orders the two.
 */
public final class FlowEvent {
    /** A number that does not apply or was not measured. */
    public static final long UNKNOWN = -1;

    public EventType type;

    /** Wall-clock time of the event in microseconds since the epoch, converted from the kernel's monotonic clock. */
    public long epochUs;

    /** True for TCP, false for UDP. */
    public boolean tcp;

    /** True if we accepted (TCP) or the peer sent first (UDP). */
    public boolean inbound;

    /** False where nobody can say which side began: keys {@code direction} is left out. */
    public boolean directionKnown;

    /** The socket is older than the agent: JSON {@code preexisting}. */
    public boolean preexisting;

    public final Address local = new Address();

    /** {@link Address#isUnspecified()} where the peer is not known: a UDP socket that is not connected. */
    public final Address remote = new Address();

    public int localPort;
    public int remotePort;

    /** Host name that the application used for this connection, or asked for; null: none, or not known. Not escaped. */
    public String remoteName;

    /** Container of this machine that the other end is in, set by the first of the views; null: none other than ours, or not known. */
    public ContainerFacts remoteContainer;

    /** LOOKUP, SLOW: about a host name that was looked up, not about a flow. */
    public boolean lookup;

    /** Index of the network interface, 0: unknown. */
    public int interfaceIndex;

    /** Socket cookie. */
    public long flowId;

    /** Kernel thread id in the JVM's pid namespace, 0: nobody. */
    public int tid;

    /** Java name in full; null: nobody known. An unnamed virtual thread has the empty name. */
    public String threadName;

    /** Java thread id, 0: not a known Java thread. */
    public long threadId;

    public boolean virtualThread;
    public Confidence confidence;

    /** What the thread was working for. */
    public final RequestName request = new RequestName();

    /** Code path that connected or accepted; null: not known. Let go of when the event is given back. */
    public CallPath openedBy;

    /** EXCHANGE, UDP, SLOW: code path that made the call; null: not known, or no call. */
    public CallPath usedBy;

    /** SYN sent to established or failed. Microseconds with nanosecond precision lost; {@link #UNKNOWN}. */
    public long connectNs;

    /** Host name looked up; of a flow: by the thread that connected, right before. */
    public long lookupNs;

    /** Established to accept() returning. */
    public long acceptWaitNs;

    /** Established (UDP: first datagram) to this event. */
    public long durationNs;

    public long bytesSent;
    public long bytesReceived;

    /** UDP: datagrams. */
    public long segmentsOut;

    public long segmentsIn;
    public long retransmits;

    /** Smoothed round-trip time, {@link #UNKNOWN} without a sample. */
    public long srttUs;

    /** LISTEN: size of the accept queue; {@link #UNKNOWN} otherwise. */
    public long backlog;

    /** errno, 0: none. {@link Errno#nameOf(int)} gives its symbol. */
    public int errno;

    /** Why a host name was not found, null: it was. */
    public String lookupError;

    /** {@code local remote reset timeout}, null: open, or not known. */
    public String closedBy;

    /** RESET: {@code local} or {@code remote}; null otherwise. */
    public String resetBy;

    /** EXCHANGE, UDP, SLOW: the exchange in its parts; none otherwise. */
    public final ExchangeParts exchange = new ExchangeParts();

    /** SLOW: where most of the time went; null otherwise. */
    public Verdict verdict;

    /** HEALTH: what was lost, "event=count" separated by spaces; null otherwise. */
    public String health;

    /** Says all that the flow knows. */
    void setFlow(Flow flow, long timeNs) {
        tcp = flow.tcp;
        inbound = flow.inbound;
        directionKnown = flow.directionKnown;
        preexisting = flow.preexisting;
        local.set(flow.local);
        remote.set(flow.remote);
        localPort = flow.localPort;
        remotePort = flow.remotePort;
        remoteName = flow.remoteName;
        interfaceIndex = flow.interfaceIndex;
        flowId = flow.cookie;
        bytesSent = flow.bytesSent;
        bytesReceived = flow.bytesReceived;
        segmentsOut = flow.segmentsOut;
        segmentsIn = flow.segmentsIn;
        if (flow.tcp) {
            retransmits = flow.retransmits;
            srttUs = flow.srttUs == 0 ? UNKNOWN : flow.srttUs;
        }
        if (flow.startNs != 0) {
            durationNs = Math.max(0, timeNs - flow.startNs);
        }
        openedBy = flow.openedBy.path;
    }

    /** Says who caused it. */
    void setOwner(Attributed owner) {
        tid = owner.tid;
        threadId = owner.threadId;
        threadName = owner.threadName;
        virtualThread = owner.virtual;
        confidence = owner.confidence;
        request.set(owner.request);
    }

    /** Makes this a blank event of a type. */
    public FlowEvent reset(EventType newType, long newEpochUs) {
        type = newType;
        epochUs = newEpochUs;
        tcp = inbound = directionKnown = preexisting = virtualThread = lookup = false;
        local.clear();
        remote.clear();
        localPort = remotePort = interfaceIndex = tid = errno = 0;
        flowId = threadId = 0;
        threadName = closedBy = resetBy = health = remoteName = lookupError = null;
        confidence = Confidence.UNKNOWN;
        request.clear();
        openedBy = usedBy = null;
        remoteContainer = null;
        connectNs = lookupNs = acceptWaitNs = durationNs = backlog = srttUs = UNKNOWN;
        exchange.clear();
        verdict = null;
        bytesSent = bytesReceived = segmentsOut = segmentsIn = retransmits = UNKNOWN;
        return this;
    }
}
