// SPDX-License-Identifier: Apache-2.0
package io.ebpflow.flow;

import io.ebpflow.attribution.Attributed;
import io.ebpflow.kernel.LiveTable;
import io.ebpflow.net.Address;
import io.ebpflow.record.KernelRecord;
import io.ebpflow.record.RecordLayout;

/**
 * A live flow as the reader knows it: a TCP connection, or the datagrams between a UDP socket and one peer.
 *
 * <p>Fields are public to the signals, which are the flow's only writers.
 *
 * <p>Threading: confined to the reader thread; rows for other threads are copies.
 */
public final class Flow {
    public long cookie;

    /** Key in the {@link FlowTable}: the cookie, mixed with the peer for UDP sockets that are not connected. */
    long key;

    public boolean tcp;
    public boolean inbound;
    public boolean directionKnown;
    public boolean preexisting;

    /** TCP: accept() was seen to return this connection, or it needs none. */
    public boolean accepted;

    /** UDP: counted per datagram by Java's hook, because the socket has no peer of its own. */
    public boolean counted;

    public final Address local = new Address();
    public final Address remote = new Address();
    public int localPort;
    public int remotePort;
    public int interfaceIndex;

    /** Host name that the application connected to; null: an address, or not known. */
    public String remoteName;

    /** Monotonic; 0: not known. */
    public long startNs;

    public long lastNs;
    public long connectNs = FlowEvent.UNKNOWN;

    /** Looked up by the thread that connected, right before. */
    public long lookupNs = FlowEvent.UNKNOWN;

    public long acceptWaitNs = FlowEvent.UNKNOWN;

    public long bytesSent;
    public long bytesReceived;
    public long segmentsOut;
    public long segmentsIn;
    public long retransmits;
    public long srttUs;

    /** Who opened it, then who used it last. */
    public final Attributed openedBy = new Attributed();

    public final Attributed usedBy = new Attributed();

    /** The highest number of an exchange that was shown. */
    int exchangeNumber;

    /** Number of the last exchange that was taken from the live table: its record may follow. */
    int sweptExchange;

    /** Since when a library says that requests overlap on it; 0: none does. */
    long multiplexedNs;

    /** Since when a library says that they do not; 0: none does. */
    long sequentialNs;

    /** Its connect was reported as a slow call by itself. */
    boolean slowConnect;

    /** Bytes that its endpoint has been told of. */
    long accountedSent;

    long accountedReceived;

    /** {@link #lastNs} at the last snapshot. */
    public long snapshotNs;

    /** TCP: it ended before accept() returned it. */
    boolean isOver;

    /** TCP: a sweep found it in use though no accept() was seen to return it. */
    boolean usedUnaccepted;

    /** TCP: the live table had no place for it. */
    boolean hasNoEntry;

    /** Its place in the live table at the last look, {@link LiveTable#NONE}: none. */
    int liveIndex = LiveTable.NONE;

    /** TCP: the state that the kernel programs saw last. */
    int tcpState;

    /** TCP: when a sweep first found that the kernel has freed its entry, 0: it has not. */
    long releasedNs;

    /** TCP: set while it is doubtful whether its socket is still there. */
    LostCloses.Doubt doubt;

    /** Where it is counted as open, null: nowhere. */
    Endpoint openAt;

    /** UDP socket that is not connected: question and answer with this peer; null: none yet. */
    DatagramExchange datagrams;

    /** When its entry in the live table was asked to retire; 0: it was not. */
    long retiredNs;

    /** Its retired entry in the live table. */
    int retiredIndex;

    /** UDP: what ended it, null: it is only that Java has no place for it. */
    String retiredBy;

    /** UDP socket without a peer: what hooks have claimed for flows of their own. */
    final DatagramCounts claimed = new DatagramCounts();

    /** UDP socket without a peer: the kernel's count at the last sweep. */
    final DatagramCounts swept = new DatagramCounts();

    /** Next flow whose accept() is awaited at the same hash. */
    Flow nextPending;

    /** Takes over what this record says of its flow, whichever record it is. */
    void identify(KernelRecord record) {
        tcp = record.isTcp();
        inbound = record.role() == RecordLayout.ROLE_SERVER || record.role() == RecordLayout.ROLE_LISTENER;
        directionKnown = record.role() != RecordLayout.ROLE_UNKNOWN;
        hasNoEntry = record.has(RecordLayout.FLAG_NOT_LIVE);
        preexisting = record.has(RecordLayout.FLAG_PREEXISTING);
        accepted = !inbound || preexisting;
        record.readLocal(local);
        record.readRemote(remote);
        localPort = record.localPort();
        remotePort = record.remotePort();
        interfaceIndex = record.interfaceIndex();
        startNs = record.startNs();
    }

    /** Takes over the counters as of this record. */
    void update(KernelRecord record) {
        lastNs = record.timeNs();
        if (tcp) {
            bytesSent = record.bytesSent();
            bytesReceived = record.bytesReceived();
            segmentsOut = record.segmentsOut();
            segmentsIn = record.segmentsIn();
            retransmits = record.retransmits();
            srttUs = record.srttUs();
        }
    }

    /** @return 1 if the code path of its opener was not named yet */
    int nameOpener() {
        if (openedBy.path == null || openedBy.path.isNamed()) {
            return 0;
        }
        openedBy.path.frames();
        return 1;
    }
}
